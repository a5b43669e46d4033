const escape = (text) => text.replace(/[&<>"]/g, (char) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[char]);
export function inlineMarkdown(text) {
  const match = /`([^`]+)`|\[([^\]]*)\]\(([^)\s]*)\)|\*\*(.+)\*\*|\*([^*]+)\*/.exec(text);
  if (!match) return escape(text);
  const [whole, code, label, address, bold, italic] = match;
  const before = escape(text.slice(0, match.index));
  const after = inlineMarkdown(text.slice(match.index + whole.length));
  if (code !== undefined) return `${before}<code>${escape(code)}</code>${after}`;
  if (bold !== undefined) return `${before}<strong>${inlineMarkdown(bold)}</strong>${after}`;
  if (italic !== undefined) return `${before}<em>${inlineMarkdown(italic)}</em>${after}`;
  if (!/^(https?:\/\/|\/)/.test(address)) return `${before}${escape(whole)}${after}`;
  return `${before}<a href="${escape(address)}">${inlineMarkdown(label)}</a>${after}`;
}
