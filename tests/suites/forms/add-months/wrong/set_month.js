export const addMonths = (date, months) => { const d = new Date(date + "T00:00:00Z"); d.setUTCMonth(d.getUTCMonth() + months); return d.toISOString().slice(0, 10); };
