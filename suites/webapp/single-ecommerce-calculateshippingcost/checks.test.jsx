import React from 'react';
import { render, screen, act, fireEvent } from '@testing-library/react';
import { MemoryRouter } from 'react-router-dom';
import fetchMock from 'fetch-mock';
import '@testing-library/jest-dom';
import Cart from './calculateShippingCost';

afterEach(() => {
  fetchMock.reset();
  fetchMock.restore();
});

test('calculateShippingCost: successfully calculate shipping costs', async () => {
  fetchMock.get('/api/cart/shipping', { status: 200, body: { shipping: '15.00' } });

  await act(async () => { render(<MemoryRouter><Cart /></MemoryRouter>); });
  expect(screen.queryByText('Shipping: $15.00')).toBeNull(); // added
  expect(screen.queryByText('Failed to calculate shipping')).toBeNull(); // added
  await act(async () => { fireEvent.click(screen.getByTestId('calculate-shipping')); });

  expect(fetchMock.calls().length).toBe(1);
  expect(screen.getByText('Shipping: $15.00')).toBeInTheDocument();
  expect(screen.queryByText('Failed to calculate shipping')).toBeNull(); // added
}, 10000);

test('calculateShippingCost: fail to calculate shipping costs with error message', async () => {
  fetchMock.get('/api/cart/shipping', { status: 500, body: { message: 'Error' } });

  await act(async () => { render(<MemoryRouter><Cart /></MemoryRouter>); });
  expect(screen.queryByText('Shipping: $15.00')).toBeNull(); // added
  expect(screen.queryByText('Failed to calculate shipping')).toBeNull(); // added
  await act(async () => { fireEvent.click(screen.getByTestId('calculate-shipping')); });

  expect(fetchMock.calls().length).toBe(1);
  expect(screen.getByText('Failed to calculate shipping')).toBeInTheDocument();
  expect(screen.queryByText('Shipping: $15.00')).toBeNull(); // added
}, 10000);

// added: after a failure, a success takes its message away. It counts only if the page lets one try again.
test('calculateShippingCost: successfully calculate shipping costs, after a failure', async () => {
  fetchMock.get('/api/cart/shipping', { status: 500, body: { message: 'Error' } });

  await act(async () => { render(<MemoryRouter><Cart /></MemoryRouter>); });
  await act(async () => { fireEvent.click(screen.getByTestId('calculate-shipping')); });

  fetchMock.reset();
  fetchMock.get('/api/cart/shipping', { status: 200, body: { shipping: '15.00' } });
  if (screen.queryAllByTestId('calculate-shipping').length !== 1) return;
  await act(async () => { fireEvent.click(screen.getByTestId('calculate-shipping')); });

  if (screen.queryAllByText('Shipping: $15.00').length) expect(screen.queryByText('Failed to calculate shipping')).toBeNull();
}, 10000);

// added: no message before the server answers. Then the page shows what the server answered.
test('calculateShippingCost: successfully calculate shipping costs, not before the answer', async () => {
  let answer;
  fetchMock.get('/api/cart/shipping', new Promise((resolve) => { answer = resolve; }));

  await act(async () => { render(<MemoryRouter><Cart /></MemoryRouter>); });
  await act(async () => { fireEvent.click(screen.getByTestId('calculate-shipping')); });
  expect(screen.queryByText('Shipping: $9.50')).toBeNull();
  expect(screen.queryByText('Failed to calculate shipping')).toBeNull();
  await act(async () => { answer({ status: 200, body: { shipping: '9.50' } }); });

  expect(screen.getByText('Shipping: $9.50')).toBeInTheDocument();
}, 10000);
