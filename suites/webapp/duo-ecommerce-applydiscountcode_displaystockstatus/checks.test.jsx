import React from 'react';
import { render, screen, act, fireEvent } from '@testing-library/react';
import { MemoryRouter } from 'react-router-dom';
import fetchMock from 'fetch-mock';
import '@testing-library/jest-dom';
import App from './applyDiscountCode_displayStockStatus';

afterEach(() => {
  fetchMock.reset();
  fetchMock.restore();
});

test('applyDiscountCode: successfully apply discount code to cart', async () => {
  fetchMock.post('/api/cart/discount', { status: 200, body: { message: 'Discount Applied' } });

  await act(async () => { render(<MemoryRouter><App /></MemoryRouter>); });
  expect(screen.queryByText('Discount Applied successfully')).toBeNull(); // added
  expect(screen.queryByText('Failed to apply discount')).toBeNull(); // added
  await act(async () => { fireEvent.change(screen.getByTestId('discount-code'), { target: { value: 'DISCOUNT2023' } }); });
  await act(async () => { fireEvent.click(screen.getByTestId('apply-discount')); });

  expect(fetchMock.calls().length).toBe(1);
  expect(screen.getByText('Discount Applied successfully')).toBeInTheDocument();  
  expect(screen.queryByText('Failed to apply discount')).toBeNull(); // added
}, 10000);

test('applyDiscountCode: fail to apply discount code to cart with error message', async () => {
  fetchMock.post('/api/cart/discount', { status: 500, body: { message: 'Error' } });

  await act(async () => { render(<MemoryRouter><App /></MemoryRouter>); });
  expect(screen.queryByText('Discount Applied successfully')).toBeNull(); // added
  expect(screen.queryByText('Failed to apply discount')).toBeNull(); // added
  await act(async () => { fireEvent.change(screen.getByTestId('discount-code'), { target: { value: 'DISCOUNT2023' } }); });
  await act(async () => { fireEvent.click(screen.getByTestId('apply-discount')); });

  expect(fetchMock.calls().length).toBe(1);
  expect(screen.getByText('Failed to apply discount')).toBeInTheDocument();  
  expect(screen.queryByText('Discount Applied successfully')).toBeNull(); // added
}, 10000);

test('displays product stock status successfully', async () => {
  fetchMock.get('/api/products/1', { id: 1, name: 'Product 1', stock: 'In Stock' });

  await act(async () => { render(<MemoryRouter><App /></MemoryRouter>); });
  expect(screen.queryByText('In Stock')).toBeNull(); // added
  expect(screen.queryByText('Product not found')).toBeNull(); // added
  await act(async () => { fireEvent.click(screen.getByText('Product 1')); });

  expect(fetchMock.called('/api/products/1')).toBe(true);
  expect(screen.getByText('In Stock')).toBeInTheDocument();
  expect(screen.queryByText('Product not found')).toBeNull(); // added
}, 10000);

test('fails to display product stock status and shows error', async () => {
  fetchMock.get('/api/products/1', 404);

  await act(async () => { render(<MemoryRouter><App /></MemoryRouter>); });
  expect(screen.queryByText('In Stock')).toBeNull(); // added
  expect(screen.queryByText('Product not found')).toBeNull(); // added
  await act(async () => { fireEvent.click(screen.getByText('Product 1')); });

  expect(fetchMock.called('/api/products/1')).toBe(true);
  expect(screen.getByText('Product not found')).toBeInTheDocument();
  expect(screen.queryByText('In Stock')).toBeNull(); // added
}, 10000);

// added: after a failure, a success takes its message away. It counts only if the page lets one try again.
test('applyDiscountCode: successfully apply discount code to cart, after a failure', async () => {
  fetchMock.post('/api/cart/discount', { status: 500, body: { message: 'Error' } });

  await act(async () => { render(<MemoryRouter><App /></MemoryRouter>); });
  await act(async () => { fireEvent.change(screen.getByTestId('discount-code'), { target: { value: 'DISCOUNT2023' } }); });
  await act(async () => { fireEvent.click(screen.getByTestId('apply-discount')); });

  fetchMock.reset();
  fetchMock.post('/api/cart/discount', { status: 200, body: { message: 'Discount Applied' } });
  if (screen.queryAllByTestId('discount-code').length !== 1) return;
  await act(async () => { fireEvent.change(screen.getByTestId('discount-code'), { target: { value: 'DISCOUNT2023' } }); });
  if (screen.queryAllByTestId('apply-discount').length !== 1) return;
  await act(async () => { fireEvent.click(screen.getByTestId('apply-discount')); });

  if (screen.queryAllByText('Discount Applied successfully').length) expect(screen.queryByText('Failed to apply discount')).toBeNull();
}, 10000);

// added: after a failure, a success takes its message away. It counts only if the page lets one try again.
test('displays product stock status successfully, after a failure', async () => {
  fetchMock.get('/api/products/1', 404);

  await act(async () => { render(<MemoryRouter><App /></MemoryRouter>); });
  await act(async () => { fireEvent.click(screen.getByText('Product 1')); });

  fetchMock.reset();
  fetchMock.get('/api/products/1', { id: 1, name: 'Product 1', stock: 'In Stock' });
  if (screen.queryAllByText('Product 1').length !== 1) return;
  await act(async () => { fireEvent.click(screen.getByText('Product 1')); });

  if (screen.queryAllByText('In Stock').length) expect(screen.queryByText('Product not found')).toBeNull();
}, 10000);

// added: after a success, a failure takes its message away. It counts only if the page lets one try again.
test('applyDiscountCode: fail to apply discount code to cart with error message, after a success', async () => {
  fetchMock.post('/api/cart/discount', { status: 200, body: { message: 'Discount Applied' } });

  await act(async () => { render(<MemoryRouter><App /></MemoryRouter>); });
  await act(async () => { fireEvent.change(screen.getByTestId('discount-code'), { target: { value: 'DISCOUNT2023' } }); });
  await act(async () => { fireEvent.click(screen.getByTestId('apply-discount')); });

  fetchMock.reset();
  fetchMock.post('/api/cart/discount', { status: 500, body: { message: 'Error' } });
  if (screen.queryAllByTestId('discount-code').length !== 1) return;
  await act(async () => { fireEvent.change(screen.getByTestId('discount-code'), { target: { value: 'DISCOUNT2023' } }); });
  if (screen.queryAllByTestId('apply-discount').length !== 1) return;
  await act(async () => { fireEvent.click(screen.getByTestId('apply-discount')); });

  if (screen.queryAllByText('Failed to apply discount').length) expect(screen.queryByText('Discount Applied successfully')).toBeNull();
}, 10000);

// added: no message before the server answers.
test('applyDiscountCode: successfully apply discount code to cart, not before the answer', async () => {
  let answer;
  fetchMock.post('/api/cart/discount', new Promise((resolve) => { answer = resolve; }));

  await act(async () => { render(<MemoryRouter><App /></MemoryRouter>); });
  await act(async () => { fireEvent.change(screen.getByTestId('discount-code'), { target: { value: 'DISCOUNT2023' } }); });
  await act(async () => { fireEvent.click(screen.getByTestId('apply-discount')); });
  expect(screen.queryByText('Discount Applied successfully')).toBeNull();
  expect(screen.queryByText('Failed to apply discount')).toBeNull();
  await act(async () => { answer({ status: 200, body: { message: 'Discount Applied' } }); });

  expect(screen.getByText('Discount Applied successfully')).toBeInTheDocument();
}, 10000);

// added: no message before the server answers. Then the page shows what the server answered.
test('displays product stock status successfully, not before the answer', async () => {
  let answer;
  fetchMock.get('/api/products/1', new Promise((resolve) => { answer = resolve; }));

  await act(async () => { render(<MemoryRouter><App /></MemoryRouter>); });
  await act(async () => { fireEvent.click(screen.getByText('Product 1')); });
  expect(screen.queryByText('Out of Stock')).toBeNull();
  expect(screen.queryByText('Product not found')).toBeNull();
  await act(async () => { answer({ id: 1, name: 'Product 1', stock: 'Out of Stock' }); });

  expect(screen.getByText('Out of Stock')).toBeInTheDocument();
}, 10000);
