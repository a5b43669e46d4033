import React from 'react';
import { render, screen, act, fireEvent } from '@testing-library/react';
import { MemoryRouter } from 'react-router-dom';
import fetchMock from 'fetch-mock';
import '@testing-library/jest-dom';
import App from './calculateShipping_promotionManagement';

afterEach(() => {
  fetchMock.reset();
  fetchMock.restore();
});

test('correctly calculates shipping based on location.', async () => {
  fetchMock.post('/api/shipping', { body: { cost: 15 } });

  await act(async () => { render(<MemoryRouter><App /></MemoryRouter>); });
  expect(screen.queryByText('Shipping cost: $15')).toBeNull(); // added
  expect(screen.queryByText('Failed to calculate shipping')).toBeNull(); // added
  await act(async () => { fireEvent.change(screen.getByTestId('location-input'), { target: { value: '12345' } }); });
  await act(async () => { fireEvent.click(screen.getByText('Calculate Shipping')); });

  expect(fetchMock.calls('/api/shipping').length).toEqual(1);
  expect(screen.getByText('Shipping cost: $15')).toBeInTheDocument();
  expect(screen.queryByText('Failed to calculate shipping')).toBeNull(); // added
}, 10000);

test('displays error on failing to calculate shipping.', async () => {
  fetchMock.post('/api/shipping', 500);

  await act(async () => { render(<MemoryRouter><App /></MemoryRouter>); });
  expect(screen.queryByText('Shipping cost: $15')).toBeNull(); // added
  expect(screen.queryByText('Failed to calculate shipping')).toBeNull(); // added
  await act(async () => { fireEvent.change(screen.getByTestId('location-input'), { target: { value: '54321' } }); });
  await act(async () => { fireEvent.click(screen.getByText('Calculate Shipping')); });

  expect(fetchMock.calls('/api/shipping').length).toEqual(1);
  expect(screen.getByText('Failed to calculate shipping')).toBeInTheDocument();
  expect(screen.queryByText('Shipping cost: $15')).toBeNull(); // added
}, 10000);

test('manages promotions successfully.', async () => {
  fetchMock.post('/api/manage-promotion', { status: 200, body: { message: 'Promotion updated successfully' } });

  await act(async () => { render(<MemoryRouter><App /></MemoryRouter>); });
  expect(screen.queryByText('Promotion updated successfully')).toBeNull(); // added
  expect(screen.queryByText('Failed to update promotion')).toBeNull(); // added
  await act(async () => { fireEvent.change(screen.getByTestId('promotion-input'), { target: { value: '20% off' } }); });
  await act(async () => { fireEvent.click(screen.getByTestId('update-promotion-button')); });
  
  expect(fetchMock.calls()).toHaveLength(1);
  expect(screen.getByText('Promotion updated successfully')).toBeInTheDocument();
  expect(screen.queryByText('Failed to update promotion')).toBeNull(); // added
}, 10000);

test('fails to manage promotions with an error message.', async () => {
  fetchMock.post('/api/manage-promotion', { status: 400, body: { error: 'Failed to update promotion' } });
  
  await act(async () => { render(<MemoryRouter><App /></MemoryRouter>); });
  expect(screen.queryByText('Promotion updated successfully')).toBeNull(); // added
  expect(screen.queryByText('Failed to update promotion')).toBeNull(); // added
  await act(async () => { fireEvent.change(screen.getByTestId('promotion-input'), { target: { value: '20% off' } }); });
  await act(async () => { fireEvent.click(screen.getByTestId('update-promotion-button')); });
  
  expect(fetchMock.calls()).toHaveLength(1);
  expect(screen.getByText('Failed to update promotion')).toBeInTheDocument();
  expect(screen.queryByText('Promotion updated successfully')).toBeNull(); // added
}, 10000);

// added: after a failure, a success takes its message away. It counts only if the page lets one try again.
test('correctly calculates shipping based on location, after a failure', async () => {
  fetchMock.post('/api/shipping', 500);

  await act(async () => { render(<MemoryRouter><App /></MemoryRouter>); });
  await act(async () => { fireEvent.change(screen.getByTestId('location-input'), { target: { value: '54321' } }); });
  await act(async () => { fireEvent.click(screen.getByText('Calculate Shipping')); });

  fetchMock.reset();
  fetchMock.post('/api/shipping', { body: { cost: 15 } });
  if (screen.queryAllByTestId('location-input').length !== 1) return;
  await act(async () => { fireEvent.change(screen.getByTestId('location-input'), { target: { value: '12345' } }); });
  if (screen.queryAllByText('Calculate Shipping').length !== 1) return;
  await act(async () => { fireEvent.click(screen.getByText('Calculate Shipping')); });

  if (screen.queryAllByText('Shipping cost: $15').length) expect(screen.queryByText('Failed to calculate shipping')).toBeNull();
}, 10000);

// added: after a failure, a success takes its message away. It counts only if the page lets one try again.
test('manages promotions successfully, after a failure', async () => {
  fetchMock.post('/api/manage-promotion', { status: 400, body: { error: 'Failed to update promotion' } });

  await act(async () => { render(<MemoryRouter><App /></MemoryRouter>); });
  await act(async () => { fireEvent.change(screen.getByTestId('promotion-input'), { target: { value: '20% off' } }); });
  await act(async () => { fireEvent.click(screen.getByTestId('update-promotion-button')); });

  fetchMock.reset();
  fetchMock.post('/api/manage-promotion', { status: 200, body: { message: 'Promotion updated successfully' } });
  if (screen.queryAllByTestId('promotion-input').length !== 1) return;
  await act(async () => { fireEvent.change(screen.getByTestId('promotion-input'), { target: { value: '20% off' } }); });
  if (screen.queryAllByTestId('update-promotion-button').length !== 1) return;
  await act(async () => { fireEvent.click(screen.getByTestId('update-promotion-button')); });

  if (screen.queryAllByText('Promotion updated successfully').length) expect(screen.queryByText('Failed to update promotion')).toBeNull();
}, 10000);

// added: after a success, a failure takes its message away. It counts only if the page lets one try again.
test('fails to manage promotions with an error message, after a success', async () => {
  fetchMock.post('/api/manage-promotion', { status: 200, body: { message: 'Promotion updated successfully' } });

  await act(async () => { render(<MemoryRouter><App /></MemoryRouter>); });
  await act(async () => { fireEvent.change(screen.getByTestId('promotion-input'), { target: { value: '20% off' } }); });
  await act(async () => { fireEvent.click(screen.getByTestId('update-promotion-button')); });

  fetchMock.reset();
  fetchMock.post('/api/manage-promotion', { status: 400, body: { error: 'Failed to update promotion' } });
  if (screen.queryAllByTestId('promotion-input').length !== 1) return;
  await act(async () => { fireEvent.change(screen.getByTestId('promotion-input'), { target: { value: '20% off' } }); });
  if (screen.queryAllByTestId('update-promotion-button').length !== 1) return;
  await act(async () => { fireEvent.click(screen.getByTestId('update-promotion-button')); });

  if (screen.queryAllByText('Failed to update promotion').length) expect(screen.queryByText('Promotion updated successfully')).toBeNull();
}, 10000);

// added: no message before the server answers. Then the page shows what the server answered.
test('correctly calculates shipping based on location, not before the answer', async () => {
  let answer;
  fetchMock.post('/api/shipping', new Promise((resolve) => { answer = resolve; }));

  await act(async () => { render(<MemoryRouter><App /></MemoryRouter>); });
  await act(async () => { fireEvent.change(screen.getByTestId('location-input'), { target: { value: '12345' } }); });
  await act(async () => { fireEvent.click(screen.getByText('Calculate Shipping')); });
  expect(screen.queryByText('Shipping cost: $20')).toBeNull();
  expect(screen.queryByText('Failed to calculate shipping')).toBeNull();
  await act(async () => { answer({ body: { cost: 20 } }); });

  expect(screen.getByText('Shipping cost: $20')).toBeInTheDocument();
}, 10000);

// added: no message before the server answers.
test('manages promotions successfully, not before the answer', async () => {
  let answer;
  fetchMock.post('/api/manage-promotion', new Promise((resolve) => { answer = resolve; }));

  await act(async () => { render(<MemoryRouter><App /></MemoryRouter>); });
  await act(async () => { fireEvent.change(screen.getByTestId('promotion-input'), { target: { value: '20% off' } }); });
  await act(async () => { fireEvent.click(screen.getByTestId('update-promotion-button')); });
  expect(screen.queryByText('Promotion updated successfully')).toBeNull();
  expect(screen.queryByText('Failed to update promotion')).toBeNull();
  await act(async () => { answer({ status: 200, body: { message: 'Promotion updated successfully' } }); });

  expect(screen.getByText('Promotion updated successfully')).toBeInTheDocument();
}, 10000);
