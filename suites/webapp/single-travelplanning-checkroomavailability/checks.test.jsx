import React from 'react';
import { render, screen, act, fireEvent } from '@testing-library/react';
import { MemoryRouter } from 'react-router-dom';
import fetchMock from 'fetch-mock';
import '@testing-library/jest-dom';
import YourComponent from './checkRoomAvailability';

afterEach(() => {
  fetchMock.reset();
  fetchMock.restore();
});

test('checkRoomAvailability - checks room availability for selected hotels', async () => {
  fetchMock.get('/api/hotels/1/rooms?dates=2023-01-01_to_2023-01-10', {
    body: { available: true },
    status: 200,
  });

  await act(async () => {
    render(<MemoryRouter><YourComponent /></MemoryRouter>);
  });
  expect(screen.queryByText('Available')).toBeNull(); // added
  expect(screen.queryByText('No rooms available')).toBeNull(); // added
  await act(async () => {
    fireEvent.click(screen.getByTestId('check-availability-1'));
  });

  expect(fetchMock.calls()).toHaveLength(1);
  expect(screen.getByText('Available')).toBeInTheDocument();
  expect(screen.queryByText('No rooms available')).toBeNull(); // added
}, 10000);

test('checkRoomAvailability - shows error message when room availability check fails', async () => {
  fetchMock.get('/api/hotels/1/rooms?dates=2023-01-01_to_2023-01-10', {
    body: { available: false, message: 'No rooms available' },
    status: 200,
  });

  await act(async () => {
    render(<MemoryRouter><YourComponent /></MemoryRouter>);
  });
  expect(screen.queryByText('Available')).toBeNull(); // added
  expect(screen.queryByText('No rooms available')).toBeNull(); // added
  await act(async () => {
    fireEvent.click(screen.getByTestId('check-availability-1'));
  });

  expect(fetchMock.calls()).toHaveLength(1);
  expect(screen.getByText('No rooms available')).toBeInTheDocument();
  expect(screen.queryByText('Available')).toBeNull(); // added
}, 10000);

// added: after a failure, a success takes its message away. It counts only if the page lets one try again.
test('checkRoomAvailability - checks room availability for selected hotels, after a failure', async () => {
  fetchMock.get('/api/hotels/1/rooms?dates=2023-01-01_to_2023-01-10', {
    body: { available: false, message: 'No rooms available' },
    status: 200,
  });

  await act(async () => {
    render(<MemoryRouter><YourComponent /></MemoryRouter>);
  });
  await act(async () => {
    fireEvent.click(screen.getByTestId('check-availability-1'));
  });

  fetchMock.reset();
  fetchMock.get('/api/hotels/1/rooms?dates=2023-01-01_to_2023-01-10', {
    body: { available: true },
    status: 200,
  });
  if (screen.queryAllByTestId('check-availability-1').length !== 1) return;
  await act(async () => {
    fireEvent.click(screen.getByTestId('check-availability-1'));
  });

  if (screen.queryAllByText('Available').length) expect(screen.queryByText('No rooms available')).toBeNull();
}, 10000);

// added: after a success, a failure takes its message away. It counts only if the page lets one try again.
test('checkRoomAvailability - shows error message when room availability check fails, after a success', async () => {
  fetchMock.get('/api/hotels/1/rooms?dates=2023-01-01_to_2023-01-10', {
    body: { available: true },
    status: 200,
  });

  await act(async () => {
    render(<MemoryRouter><YourComponent /></MemoryRouter>);
  });
  await act(async () => {
    fireEvent.click(screen.getByTestId('check-availability-1'));
  });

  fetchMock.reset();
  fetchMock.get('/api/hotels/1/rooms?dates=2023-01-01_to_2023-01-10', {
    body: { available: false, message: 'No rooms available' },
    status: 200,
  });
  if (screen.queryAllByTestId('check-availability-1').length !== 1) return;
  await act(async () => {
    fireEvent.click(screen.getByTestId('check-availability-1'));
  });

  if (screen.queryAllByText('No rooms available').length) expect(screen.queryByText('Available')).toBeNull();
}, 10000);

// added: no message before the server answers.
test('checkRoomAvailability - checks room availability for selected hotels, not before the answer', async () => {
  let answer;
  fetchMock.get('/api/hotels/1/rooms?dates=2023-01-01_to_2023-01-10', new Promise((resolve) => { answer = resolve; }));

  await act(async () => {
    render(<MemoryRouter><YourComponent /></MemoryRouter>);
  });
  await act(async () => {
    fireEvent.click(screen.getByTestId('check-availability-1'));
  });
  expect(screen.queryByText('Available')).toBeNull();
  expect(screen.queryByText('No rooms available')).toBeNull();
  await act(async () => { answer({
    body: { available: true },
    status: 200,
  }); });

  expect(screen.getByText('Available')).toBeInTheDocument();
}, 10000);
