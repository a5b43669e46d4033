import React, { useState } from "react";

const MINIMA = ["0", "100", "200"];
const MAXIMA = ["300", "500", "1000"];

const Products = () => {
  const [minPrice, setMinPrice] = useState("0");
  const [maxPrice, setMaxPrice] = useState("1000");
  const [products, setProducts] = useState([]);
  const [error, setError] = useState(null);
  const [loading, setLoading] = useState(false);

  const applyFilter = async () => {
    setLoading(true);
    setError(null);
    try {
      const response = await fetch(`/api/products?minPrice=${minPrice}&maxPrice=${maxPrice}`);
      if (!response.ok) throw new Error("Network response was not ok");
      const data = await response.json();
      setProducts(data.products);
    } catch (err) {
      setProducts([]);
      setError("Error loading products");
    } finally {
      setLoading(false);
    }
  };

  return (
    <div>
      <select data-testid="min-price-filter" value={minPrice} onChange={(e) => setMinPrice(e.target.value)}>
        {MINIMA.map((price) => <option key={price} value={price}>from {price}</option>)}
      </select>
      <select data-testid="max-price-filter" value={maxPrice} onChange={(e) => setMaxPrice(e.target.value)}>
        {MAXIMA.map((price) => <option key={price} value={price}>to {price}</option>)}
      </select>
      <button data-testid="apply-price-filter" onClick={applyFilter} disabled={loading}>{loading ? "Loading..." : "Apply"}</button>
      {error && <div className="error">{error}</div>}
      {!loading && products.map((product) => <div key={product.id}><h3>{product.name}</h3></div>)}
    </div>
  );
};

export default Products;
