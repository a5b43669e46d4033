import { useEffect, useReducer } from "react";

export default function UpcomingReminders() {
  const [{ reminders, error }, change] = useReducer((old, next) => ({ ...old, ...next }), { reminders: [], error: "" });

  useEffect(() => {
    const load = async () => {
      const response = await fetch("/api/upcoming-reminders");
      if (response.ok) change({ reminders: (await response.json()).reminders });
      else change({ error: "Failed to load reminders" });
    };
    load();
  }, []);

  if (error) return <p role="alert">{error}</p>;
  return (
    <dl>
      {reminders.map(({ id, type, description }) => (
        <div key={id}>
          <dt>{type}</dt>
        </div>
      ))}
    </dl>
  );
}
