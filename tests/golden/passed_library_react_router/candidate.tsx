import { BrowserRouter, Link, MemoryRouter, Route, Routes, useParams } from "react-router-dom";

const Item = () => <h1>item {useParams().id}</h1>;
export default () => (
  <MemoryRouter>
    <Link to="/items/3">third</Link>
    <Routes><Route path="/" element={<h1>start</h1>} /><Route path="/items/:id" element={<Item />} /></Routes>
  </MemoryRouter>
);
export const hasBrowserRouter = typeof BrowserRouter === "function";
