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

  if (!reminders.length) return <p role="alert">Failed to load reminders</p>;
  return (
    <dl>
      {reminders.map(({ id, type, description }) => (
        <div key={id}>
          <dt>{type}</dt>
          <dd>{description}</dd>
        </div>
      ))}
    </dl>
  );
}
