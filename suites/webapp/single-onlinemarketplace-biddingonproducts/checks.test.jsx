import React from 'react';
import { render, screen, act, fireEvent } from '@testing-library/react';
import { MemoryRouter } from 'react-router-dom';
import fetchMock from 'fetch-mock';
import '@testing-library/jest-dom';
import App from './biddingOnProducts';

afterEach(() => {
  fetchMock.reset();
  fetchMock.restore();
});

test('successfully places a bid on a product.', async () => {
  fetchMock.post('/api/bid', { status: 200, body: { success: 'Bid placed successfully' } });
  
  await act(async () => { render(<MemoryRouter><App /></MemoryRouter>); });
  expect(screen.queryByText('Bid placed successfully')).toBeNull(); // added
  expect(screen.queryByText('Failed to place bid')).toBeNull(); // added
  await act(async () => { fireEvent.change(screen.getByTestId('bid-input'), { target: { value: '100' } }); });
  await act(async () => { fireEvent.click(screen.getByTestId('bid-button')); });
  
  expect(fetchMock.calls()).toHaveLength(1);
  expect(screen.getByText('Bid placed successfully')).toBeInTheDocument();
  expect(screen.queryByText('Failed to place bid')).toBeNull(); // added
}, 10000);

test('fails to place a bid on a product with an error message displayed.', async () => {
  fetchMock.post('/api/bid', { status: 400, body: { error: 'Failed to place bid' } });
  
  await act(async () => { render(<MemoryRouter><App /></MemoryRouter>); });
  expect(screen.queryByText('Bid placed successfully')).toBeNull(); // added
  expect(screen.queryByText('Failed to place bid')).toBeNull(); // added
  await act(async () => { fireEvent.change(screen.getByTestId('bid-input'), { target: { value: '100' } }); });
  await act(async () => { fireEvent.click(screen.getByTestId('bid-button')); });
  
  expect(fetchMock.calls()).toHaveLength(1);
  expect(screen.getByText('Failed to place bid')).toBeInTheDocument();
  expect(screen.queryByText('Bid placed successfully')).toBeNull(); // added
}, 10000);

// added: after a failure, a success takes its message away. It counts only if the page lets one try again.
test('successfully places a bid on a product, after a failure', async () => {
  fetchMock.post('/api/bid', { status: 400, body: { error: 'Failed to place bid' } });

  await act(async () => { render(<MemoryRouter><App /></MemoryRouter>); });
  await act(async () => { fireEvent.change(screen.getByTestId('bid-input'), { target: { value: '100' } }); });
  await act(async () => { fireEvent.click(screen.getByTestId('bid-button')); });

  fetchMock.reset();
  fetchMock.post('/api/bid', { status: 200, body: { success: 'Bid placed successfully' } });
  if (screen.queryAllByTestId('bid-input').length !== 1) return;
  await act(async () => { fireEvent.change(screen.getByTestId('bid-input'), { target: { value: '100' } }); });
  if (screen.queryAllByTestId('bid-button').length !== 1) return;
  await act(async () => { fireEvent.click(screen.getByTestId('bid-button')); });

  if (screen.queryAllByText('Bid placed successfully').length) expect(screen.queryByText('Failed to place bid')).toBeNull();
}, 10000);

// added: after a success, a failure takes its message away. It counts only if the page lets one try again.
test('fails to place a bid on a product with an error message displayed, after a success', async () => {
  fetchMock.post('/api/bid', { status: 200, body: { success: 'Bid placed successfully' } });

  await act(async () => { render(<MemoryRouter><App /></MemoryRouter>); });
  await act(async () => { fireEvent.change(screen.getByTestId('bid-input'), { target: { value: '100' } }); });
  await act(async () => { fireEvent.click(screen.getByTestId('bid-button')); });

  fetchMock.reset();
  fetchMock.post('/api/bid', { status: 400, body: { error: 'Failed to place bid' } });
  if (screen.queryAllByTestId('bid-input').length !== 1) return;
  await act(async () => { fireEvent.change(screen.getByTestId('bid-input'), { target: { value: '100' } }); });
  if (screen.queryAllByTestId('bid-button').length !== 1) return;
  await act(async () => { fireEvent.click(screen.getByTestId('bid-button')); });

  if (screen.queryAllByText('Failed to place bid').length) expect(screen.queryByText('Bid placed successfully')).toBeNull();
}, 10000);

// added: no message before the server answers.
test('successfully places a bid on a product, not before the answer', async () => {
  let answer;
  fetchMock.post('/api/bid', new Promise((resolve) => { answer = resolve; }));

  await act(async () => { render(<MemoryRouter><App /></MemoryRouter>); });
  await act(async () => { fireEvent.change(screen.getByTestId('bid-input'), { target: { value: '100' } }); });
  await act(async () => { fireEvent.click(screen.getByTestId('bid-button')); });
  expect(screen.queryByText('Bid placed successfully')).toBeNull();
  expect(screen.queryByText('Failed to place bid')).toBeNull();
  await act(async () => { answer({ status: 200, body: { success: 'Bid placed successfully' } }); });

  expect(screen.getByText('Bid placed successfully')).toBeInTheDocument();
}, 10000);
