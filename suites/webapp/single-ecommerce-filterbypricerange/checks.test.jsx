import React from 'react';
import { render, screen, act, fireEvent } from '@testing-library/react';
import { MemoryRouter } from 'react-router-dom';
import fetchMock from 'fetch-mock';
import '@testing-library/jest-dom';
import Products from './FilterByPriceRange';

afterEach(() => {
  fetchMock.reset();
  fetchMock.restore();
});

test('filters by price range successfully', async () => {
  fetchMock.get('/api/products?minPrice=100&maxPrice=500', { products: [{ id: 1, name: 'Laptop' }] });

  await act(async () => { render(<MemoryRouter><Products /></MemoryRouter>); });
  expect(screen.queryByText('Laptop')).toBeNull(); // added
  expect(screen.queryByText('Error loading products')).toBeNull(); // added
  await act(async () => { fireEvent.change(screen.getByTestId('min-price-filter'), { target: { value: '100' } }); });
  await act(async () => { fireEvent.change(screen.getByTestId('max-price-filter'), { target: { value: '500' } }); });
  await act(async () => { fireEvent.click(screen.getByTestId('apply-price-filter')); });

  expect(fetchMock.called('/api/products?minPrice=100&maxPrice=500')).toBe(true);
  expect(screen.getByText('Laptop')).toBeInTheDocument();
  expect(screen.queryByText('Error loading products')).toBeNull(); // added
}, 10000);

test('fails to filter by price range and shows error', async () => {
  fetchMock.get('/api/products?minPrice=100&maxPrice=500', 500);

  await act(async () => { render(<MemoryRouter><Products /></MemoryRouter>); });
  expect(screen.queryByText('Laptop')).toBeNull(); // added
  expect(screen.queryByText('Error loading products')).toBeNull(); // added
  await act(async () => { fireEvent.change(screen.getByTestId('min-price-filter'), { target: { value: '100' } }); });
  await act(async () => { fireEvent.change(screen.getByTestId('max-price-filter'), { target: { value: '500' } }); });
  await act(async () => { fireEvent.click(screen.getByTestId('apply-price-filter')); });

  expect(fetchMock.called('/api/products?minPrice=100&maxPrice=500')).toBe(true);
  expect(screen.getByText('Error loading products')).toBeInTheDocument();
  expect(screen.queryByText('Laptop')).toBeNull(); // added
}, 10000);

// added: after a failure, a success takes its message away. It counts only if the page lets one try again.
test('filters by price range successfully, after a failure', async () => {
  fetchMock.get('/api/products?minPrice=100&maxPrice=500', 500);

  await act(async () => { render(<MemoryRouter><Products /></MemoryRouter>); });
  await act(async () => { fireEvent.change(screen.getByTestId('min-price-filter'), { target: { value: '100' } }); });
  await act(async () => { fireEvent.change(screen.getByTestId('max-price-filter'), { target: { value: '500' } }); });
  await act(async () => { fireEvent.click(screen.getByTestId('apply-price-filter')); });

  fetchMock.reset();
  fetchMock.get('/api/products?minPrice=100&maxPrice=500', { products: [{ id: 1, name: 'Laptop' }] });
  if (screen.queryAllByTestId('min-price-filter').length !== 1) return;
  await act(async () => { fireEvent.change(screen.getByTestId('min-price-filter'), { target: { value: '100' } }); });
  if (screen.queryAllByTestId('max-price-filter').length !== 1) return;
  await act(async () => { fireEvent.change(screen.getByTestId('max-price-filter'), { target: { value: '500' } }); });
  if (screen.queryAllByTestId('apply-price-filter').length !== 1) return;
  await act(async () => { fireEvent.click(screen.getByTestId('apply-price-filter')); });

  if (screen.queryAllByText('Laptop').length) expect(screen.queryByText('Error loading products')).toBeNull();
}, 10000);

// added: no message before the server answers. Then the page shows what the server answered.
test('filters by price range successfully, not before the answer', async () => {
  let answer;
  fetchMock.get('/api/products?minPrice=20&maxPrice=80', new Promise((resolve) => { answer = resolve; }));

  await act(async () => { render(<MemoryRouter><Products /></MemoryRouter>); });
  await act(async () => { fireEvent.change(screen.getByTestId('min-price-filter'), { target: { value: '20' } }); });
  if (screen.getByTestId('min-price-filter').value !== '20') return; // the page offers other choices
  await act(async () => { fireEvent.change(screen.getByTestId('max-price-filter'), { target: { value: '80' } }); });
  if (screen.getByTestId('max-price-filter').value !== '80') return; // the page offers other choices
  await act(async () => { fireEvent.click(screen.getByTestId('apply-price-filter')); });
  expect(screen.queryByText('Phone')).toBeNull();
  expect(screen.queryByText('Error loading products')).toBeNull();
  await act(async () => { answer({ products: [{ id: 2, name: 'Phone' }, { id: 3, name: 'Camera' }] }); });

  expect(screen.getByText('Phone')).toBeInTheDocument();
  expect(screen.getByText('Camera')).toBeInTheDocument();
}, 10000);
