import React from "react";
export default class App extends React.Component {
  state = { location: "", landmark: "", pressure: null, pressureError: null, weather: null, weatherError: null };
  set = (name) => (e) => this.setState({ [name]: e.target.value });
  getPressure = async () => {
    const res = await fetch("/api/current-pressure?location=" + this.state.location);
    if (res.ok) this.setState({ pressure: (await res.json()).pressure, pressureError: null });
    else this.setState({ pressure: null, pressureError: "Error fetching pressure" });
  };
  getWeather = () => {
    fetch("/api/weather", { method: "POST", body: JSON.stringify({ landmark: this.state.landmark }) })
      .then((res) => { if (!res.ok) throw Error(); return res.json(); })
      .then((json) => this.setState({ weather: json.data, weatherError: null }))
      .catch(() => this.setState({ weather: null, weatherError: "Landmark not found" }));
  };
  render() {
    const { pressure, pressureError, weather, weatherError } = this.state;
    return (
      <div>
        <label>Location Input<input onChange={this.set("location")} /></label>
        <button onClick={this.getPressure}>Get Pressure</button>
        {pressure != null && <p>{pressure} hPa</p>}
        {pressureError}
        <input data-testid="landmark-input" onChange={this.set("landmark")} />
        <button onClick={this.getWeather}>Fetch Weather</button>
        {weather && <section><h2>{weather.landmark}</h2><p>Temperature: {weather.temperature}</p></section>}
        {weatherError && <p>{weatherError}</p>}
      </div>
    );
  }
}
