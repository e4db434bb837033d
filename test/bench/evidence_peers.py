"""The peers of the evidence bench, timed.

usage: evidence_peers.py FILE   (JSON lines: the phrases that are concepts, as {"phrases"}, then notes, as {"text"})
stdin: medspacy | medspacy-sentencizer
"""

import medspacy
from loguru import logger
from medspacy.target_matcher import TargetRule
from rounds import claims_named, serve, timed


def pipeline(phrases, sentencizer):
    """medspacy as it comes, with its own sentences or spaCy's."""
    nlp = medspacy.load() if sentencizer is None else medspacy.load(medspacy_enable=["medspacy_target_matcher", "medspacy_context"])
    if sentencizer is not None:
        nlp.add_pipe(sentencizer, first=True)
    nlp.get_pipe("medspacy_target_matcher").add([TargetRule(phrase, "CONCEPT") for phrase in phrases])
    return nlp


def main():
    # Its sentencizer logs every token, which would be most of its time.
    logger.remove()
    words, *notes = claims_named()
    texts = [note["text"] for note in notes]
    default, plain = pipeline(words["phrases"], None), pipeline(words["phrases"], "sentencizer")
    serve({"medspacy": lambda: timed(default, texts), "medspacy-sentencizer": lambda: timed(plain, texts)})


if __name__ == "__main__":
    main()
