import React, { useState } from "react";

export default function EventForm() {
  const [formData, setFormData] = useState({ startDate: "", endDate: "" });
  const [successMessage, setSuccessMessage] = useState("");
  const [errorMessage, setErrorMessage] = useState("");

  const handleChange = (e) => setFormData((previous) => ({ ...previous, [e.target.name]: e.target.value }));

  const handleSubmit = async (e) => {
    e.preventDefault();
    setSuccessMessage("");
    setErrorMessage("");
    try {
      const response = await fetch("/events", {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify(formData),
      });
      if (!response.ok) throw new Error("End date must be after start date");
      setSuccessMessage("Event created");
    } catch (error) {
      setErrorMessage(error.message);
    }
  };

  return (
    <form onSubmit={handleSubmit}>
      <label htmlFor="startDate">Start Date</label>
      <input type="datetime-local" id="startDate" name="startDate" value={formData.startDate} onChange={handleChange} />
      <label htmlFor="endDate">End Date</label>
      <input type="datetime-local" id="endDate" name="endDate" value={formData.endDate} onChange={handleChange} />
      <button type="submit">Submit</button>
      <div data-testid="success-message">{successMessage}</div>
      {errorMessage && <div>{errorMessage}</div>}
    </form>
  );
}
