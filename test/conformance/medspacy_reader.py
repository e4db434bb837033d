"""How medspacy's ConText, with the rules that it ships, takes mentions: one JSON text a line on stdin ({"text", "mentions": [[start, end], ...]}), their assertions on stdout."""

import json
import sys

import medspacy
from loguru import logger
from spacy.util import filter_spans


def assertion_of(entity):
    if entity._.is_negated:
        return "negated"
    if entity._.is_hypothetical:
        return "hypothetical"
    return "possible" if entity._.is_uncertain else "affirmed"


def assertions(nlp, text, mentions):
    """It is told where the mentions stand, for finding them is not asked here. Of two that overlap one is an entity; the other is meant as that one is."""
    doc = nlp.make_doc(text)
    spans = [doc.char_span(start, end, label="MENTION", alignment_mode="expand") for start, end in mentions]
    doc.ents = filter_spans(spans)
    for _, component in nlp.pipeline:
        doc = component(doc)
    return [next(assertion_of(entity) for entity in doc.ents if entity.start < span.end and span.start < entity.end) for span in spans]


def main():
    # Its sentencizer logs every token.
    logger.remove()
    nlp = medspacy.load(medspacy_enable=["medspacy_pyrush", "medspacy_context"])
    for line in sys.stdin:
        asked = json.loads(line)
        print(json.dumps(assertions(nlp, asked["text"], asked["mentions"])), flush=True)


if __name__ == "__main__":
    main()
