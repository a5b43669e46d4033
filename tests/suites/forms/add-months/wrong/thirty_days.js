export const addMonths = (date, months) => new Date(Date.parse(date + "T00:00:00Z") + months * 30 * 864e5).toISOString().slice(0, 10);
