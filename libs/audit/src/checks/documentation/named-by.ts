/** Conditions whose words are few, and known: where no word of a family stands in a record, it is not of the condition. */
export interface NamedBy {
  /** The beginning of its codes, as a pattern without dots. */
  codes: RegExp
  /** What the record lacks, as a message names it. */
  condition: string
  /** Any of these, in whatever form or assertion, may be how the record names it, or what it rests on. */
  words: RegExp
}

const NEOPLASM =
  /cancer|carcino|neoplas|malignan|tumou?r|lymphoma|leuk[ae]+mia|melanoma|sarcoma|myeloma|metasta|blastoma|glioma|adenoma|oncolog|chemo|radiation|\bmass\b|\bca\b|\b(?:nsclc|sclc|scc|bcc|hcc|rcc|dcis|lcis|gist|aml|cml|all|cll|nhl)\b/i

/**
 * In whatever way a note may write them; a word too many costs a finding, a word too few makes a false one. A
 * medication by itself is no diagnosis, and yet no silence.
 */
export const NAMED_BY: readonly NamedBy[] = [
  { codes: /^C(?!4A|7A|7B)/, condition: 'a malignant neoplasm', words: NEOPLASM },
  {
    codes: /^E(?:08|09|10|11|13)/,
    condition: 'diabetes',
    words:
      /diabet|\b(?:dm|dm2|dmii|t2dm|t1dm|niddm|iddm|a1c|hba1c)\b|insulin|metformin|glyc[ae]+m|glucophage|glipizide|gly[bc]uride|glimepiride|januvia|jardiance|ozempic|trulicity|lantus|humalog|novolog/i,
  },
  {
    codes: /^G40/,
    condition: 'epilepsy or seizures',
    words: /seiz|epilep|convuls|\bsz\b|levetiracetam|keppra|phenytoin|dilantin|lamotrigine|valpro|depakote/i,
  },
  { codes: /^G20/, condition: "Parkinson's disease", words: /parkinson|\bpd\b|levodopa|sinemet/i },
  {
    codes: /^G6(?:0|1|2|3)/,
    condition: 'a polyneuropathy',
    words: /neuropath|polyneur|neuritis|guillain|\b(?:gbs|cidp)\b/i,
  },
  { codes: /^I48/, condition: 'atrial fibrillation or flutter', words: /fibrillat|flutter|\ba\W?fib|\b(?:af|paf)\b/i },
  {
    codes: /^I50/,
    condition: 'heart failure',
    words:
      /heart failure|cardiac failure|ventricular failure|congestive|\b(?:chf|hf|hfref|hfpef|adhf)\b|cardiomyopath|ejection|systolic|diastolic/i,
  },
  { codes: /^I26/, condition: 'a pulmonary embolism', words: /embol|\bpe\b/i },
  { codes: /^I82[46]/, condition: 'a venous thrombosis', words: /thromb|\bdvt\b|clot/i },
  {
    codes: /^J44/,
    condition: 'COPD',
    words: /copd|obstructive|emphysem|chronic bronchitis|\bcold\b|tiotropium|spiriva|advair|symbicort|inhaler/i,
  },
  {
    codes: /^J45/,
    condition: 'asthma',
    words: /asthma|reactive airway|\brad\b|wheez|bronchospas|albuterol|inhaler|advair|symbicort/i,
  },
  { codes: /^J1[2-8]/, condition: 'pneumonia', words: /pneumon|infiltrat|consolidat|\b(?:pna|cap|hap|vap)\b|opacit/i },
  { codes: /^K35/, condition: 'appendicitis', words: /appendi/i },
  { codes: /^K8[01]/, condition: 'a disease of the gallbladder', words: /gall|chole|bili|cystic duct/i },
  { codes: /^K85/, condition: 'pancreatitis', words: /pancreat/i },
  { codes: /^K57/, condition: 'diverticular disease', words: /divertic/i },
  { codes: /^K4[0-6]/, condition: 'a hernia', words: /herni/i },
  { codes: /^N17/, condition: 'an acute kidney injury', words: /kidney|renal|\b(?:aki|arf|atn)\b|tubular|creatinine/i },
  {
    codes: /^N18/,
    condition: 'chronic kidney disease',
    words: /kidney|renal|\b(?:ckd|esrd|cri)\b|nephropath|dialysis/i,
  },
  { codes: /^N20/, condition: 'a stone of the urinary tract', words: /stone|calcul|lithia/i },
  { codes: /^A4[01]|^R652/, condition: 'sepsis', words: /sepsis|septic|bacter[ae]+mi|septic[ae]+mi|\bsirs\b/i },
  {
    codes: /^F3[23]/,
    condition: 'a depressive disorder',
    words:
      /depress|\bmdd\b|dysthym|ssri|sertraline|zoloft|fluoxetine|prozac|citalopram|celexa|lexapro|bupropion|wellbutrin|duloxetine|cymbalta|venlafaxine|effexor|trazodone|mirtazapine/i,
  },
  { codes: /^F31/, condition: 'a bipolar disorder', words: /bipolar|mani[ac]/i },
  {
    codes: /^F11/,
    condition: 'a disorder of opioid use',
    words: /opio|opiate|heroin|methadone|narcotic|buprenorphine|suboxone/i,
  },
  { codes: /^L89/, condition: 'a pressure ulcer', words: /pressure|decub|ulcer|bed ?sore|wound/i },
  {
    codes: /^M8[01]/,
    condition: 'osteoporosis',
    words: /osteopor|osteopen|alendron|fosamax|denosumab|prolia|bisphosphon|bone density|dexa|fragility|compression/i,
  },
  {
    codes: /^M1[5-9]/,
    condition: 'osteoarthritis',
    words: /arthrit|arthros|arthrop|degenerat|\b(?:djd|oa)\b|bone on bone|spurring/i,
  },
  {
    codes: /^M751[12]/,
    condition: 'a tear of the rotator cuff',
    words: /tear|torn|rupture|defect|full.?thickness|partial.?thickness|retract/i,
  },
  { codes: /^S83[23]/, condition: 'a torn meniscus', words: /tear|torn|menisc|bucket|flap/i },
  {
    codes: /^S(?:02|12|22|32|42|52|62|72|82|92)/,
    condition: 'a fracture',
    words: /fractur|\bfx\b|broke|break|avuls|displac/i,
  },
  { codes: /^G473[34]?/, condition: 'sleep apnea', words: /apnea|apnoea|\b(?:osa|cpap|bipap)\b/i },
  { codes: /^E0[23]/, condition: 'hypothyroidism', words: /thyroid|synthroid|levoxyl|thyrox|\btsh\b/i },
  { codes: /^B18[02]|^B192/, condition: 'viral hepatitis', words: /hepatitis|\b(?:hcv|hbv|hep)\b/i },
]
