import React, { useEffect, useState } from "react";

function OrderComponent() {
  const [order, setOrder] = useState("");
  const [posts, setPosts] = useState([]);
  const [error, setError] = useState("");

  useEffect(() => {
    if (!order) return;
    let isCurrent = true;
    const fetchPosts = async () => {
      setError("");
      try {
        const response = await fetch(`/api/feed?order=${order}`);
        const data = await response.json();
        if (!response.ok) throw new Error(data.message || "Failed to order posts");
        if (isCurrent) setPosts(data);
      } catch (err) {
        if (isCurrent) {
          setPosts([]);
          setError(err.message);
        }
      }
    };
    fetchPosts();
    return () => {
      isCurrent = false;
    };
  }, [order]);

  return (
    <div>
      <label htmlFor="order">Order By</label>
      <select id="order" value={order} onChange={(e) => setOrder(e.target.value)}>
        <option value="">Choose</option>
        <option value="popular">Popular</option>
        <option value="latest">Latest</option>
      </select>
      {error ? <p>{error}</p> : <ul>{posts.map((post) => <li key={post.id}>{post.content}</li>)}</ul>}
    </div>
  );
}

export default OrderComponent;
