export const TABS = ['documents', 'what-if', 'history', 'corrections', 'versions'] as const
export type Tab = (typeof TABS)[number]
export const isTab = (text: unknown): text is Tab => TABS.includes(text as Tab)
