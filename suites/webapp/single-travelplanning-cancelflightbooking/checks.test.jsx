import React from 'react';
import { render, screen, act, fireEvent } from '@testing-library/react';
import { MemoryRouter } from 'react-router-dom';
import fetchMock from 'fetch-mock';
import '@testing-library/jest-dom';
import App from './cancelFlightBooking';

afterEach(() => {
  fetchMock.reset();
  fetchMock.restore();
});

test('CancelFlightBooking - cancel flight booking successfully', async () => {
  fetchMock.post('/api/cancel-booking', { success: true });

  await act(async () => { render(<MemoryRouter><App /></MemoryRouter>); });
  expect(screen.queryByText('Booking cancelled successfully')).toBeNull(); // added
  expect(screen.queryByText('Failed to cancel booking')).toBeNull(); // added
  await act(async () => { fireEvent.click(screen.getByText('Cancel Booking')); });

  expect(fetchMock.calls()).toHaveLength(1);
  expect(screen.getByText('Booking cancelled successfully')).toBeInTheDocument();
  expect(screen.queryByText('Failed to cancel booking')).toBeNull(); // added
}, 10000);

test('CancelFlightBooking - cancel flight booking fails with error message', async () => {
  fetchMock.post('/api/cancel-booking', { success: false });

  await act(async () => { render(<MemoryRouter><App /></MemoryRouter>); });
  expect(screen.queryByText('Booking cancelled successfully')).toBeNull(); // added
  expect(screen.queryByText('Failed to cancel booking')).toBeNull(); // added
  await act(async () => { fireEvent.click(screen.getByText('Cancel Booking')); });

  expect(fetchMock.calls()).toHaveLength(1);
  expect(screen.getByText('Failed to cancel booking')).toBeInTheDocument();
  expect(screen.queryByText('Booking cancelled successfully')).toBeNull(); // added
}, 10000);

// added: after a failure, a success takes its message away. It counts only if the page lets one try again.
test('CancelFlightBooking - cancel flight booking successfully, after a failure', async () => {
  fetchMock.post('/api/cancel-booking', { success: false });

  await act(async () => { render(<MemoryRouter><App /></MemoryRouter>); });
  await act(async () => { fireEvent.click(screen.getByText('Cancel Booking')); });

  fetchMock.reset();
  fetchMock.post('/api/cancel-booking', { success: true });
  if (screen.queryAllByText('Cancel Booking').length !== 1) return;
  await act(async () => { fireEvent.click(screen.getByText('Cancel Booking')); });

  if (screen.queryAllByText('Booking cancelled successfully').length) expect(screen.queryByText('Failed to cancel booking')).toBeNull();
}, 10000);

// added: after a success, a failure takes its message away. It counts only if the page lets one try again.
test('CancelFlightBooking - cancel flight booking fails with error message, after a success', async () => {
  fetchMock.post('/api/cancel-booking', { success: true });

  await act(async () => { render(<MemoryRouter><App /></MemoryRouter>); });
  await act(async () => { fireEvent.click(screen.getByText('Cancel Booking')); });

  fetchMock.reset();
  fetchMock.post('/api/cancel-booking', { success: false });
  if (screen.queryAllByText('Cancel Booking').length !== 1) return;
  await act(async () => { fireEvent.click(screen.getByText('Cancel Booking')); });

  if (screen.queryAllByText('Failed to cancel booking').length) expect(screen.queryByText('Booking cancelled successfully')).toBeNull();
}, 10000);

// added: no message before the server answers.
test('CancelFlightBooking - cancel flight booking successfully, not before the answer', async () => {
  let answer;
  fetchMock.post('/api/cancel-booking', new Promise((resolve) => { answer = resolve; }));

  await act(async () => { render(<MemoryRouter><App /></MemoryRouter>); });
  await act(async () => { fireEvent.click(screen.getByText('Cancel Booking')); });
  expect(screen.queryByText('Booking cancelled successfully')).toBeNull();
  expect(screen.queryByText('Failed to cancel booking')).toBeNull();
  await act(async () => { answer({ success: true }); });

  expect(screen.getByText('Booking cancelled successfully')).toBeInTheDocument();
}, 10000);
