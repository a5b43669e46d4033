import React from "react";

class Rating extends React.Component<{ onChange?: (n: number) => void }, { value: number }> {
  constructor(props: { onChange?: (n: number) => void }) {
    super(props);
    this.state = { value: 0 };
  }

  press(n: number) {
    const value = this.state.value === n ? 0 : n;
    this.setState({ value }, () => this.props.onChange?.(value));
  }

  render() {
    return (
      <div role="group">
        {[1, 2, 3, 4, 5].map((n) => (
          <button key={n} aria-pressed={n <= this.state.value ? "true" : "false"} onClick={() => this.press(n)}>
            {n} {n > 1 ? "stars" : "star"}
          </button>
        ))}
        <div>{this.state.value} of 5</div>
      </div>
    );
  }
}

export default Rating;
