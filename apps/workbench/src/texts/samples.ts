export const samples = {
  title: 'Blind readings',
  hint: 'Findings that others have decided. Read each without knowing how, and say whether you agree. It changes nothing; analytics show how far readers agree.',
  none: 'Nothing to read blind',
  noneHint: 'The release policy says which share of decided findings is read a second time.',
  column: { claim: 'Claim', rule: 'Rule', facility: 'Facility', until: 'Waits until' },
}
