import React from 'react';
import { render, screen, act, fireEvent } from '@testing-library/react';
import { MemoryRouter } from 'react-router-dom';
import fetchMock from 'fetch-mock';
import '@testing-library/jest-dom';
import App from './flightSearchAndBooking';

afterEach(() => {
  fetchMock.reset();
  fetchMock.restore();
});

test('SearchFlights - search flights successfully', async () => {
  fetchMock.get('/api/flights?origin=JFK&destination=LAX&date=2023-10-15', {
    flights: [{ id: 1, airline: 'Delta', price: 200, duration: '5h' }]
  });

  await act(async () => { render(<MemoryRouter><App /></MemoryRouter>); });
  expect(screen.queryByText('Delta')).toBeNull(); // added
  expect(screen.queryByText('Failed to fetch flights')).toBeNull(); // added
  await act(async () => { fireEvent.change(screen.getByLabelText('Origin'), { target: { value: 'JFK' } }); });
  await act(async () => { fireEvent.change(screen.getByLabelText('Destination'), { target: { value: 'LAX' } }); });
  await act(async () => { fireEvent.change(screen.getByLabelText('Date'), { target: { value: '2023-10-15' } }); });
  await act(async () => { fireEvent.click(screen.getByText('Search')); });

  expect(fetchMock.calls()).toHaveLength(1);
  expect(screen.getByText('Delta')).toBeInTheDocument();
  expect(screen.queryByText('Failed to fetch flights')).toBeNull(); // added
}, 10000);

test('SearchFlights - search flights fails with error message', async () => {
  fetchMock.get('/api/flights?origin=JFK&destination=LAX&date=2023-10-15', { throws: new Error('Failed to fetch flights') });

  await act(async () => { render(<MemoryRouter><App /></MemoryRouter>); });
  expect(screen.queryByText('Delta')).toBeNull(); // added
  expect(screen.queryByText('Failed to fetch flights')).toBeNull(); // added
  await act(async () => { fireEvent.change(screen.getByLabelText('Origin'), { target: { value: 'JFK' } }); });
  await act(async () => { fireEvent.change(screen.getByLabelText('Destination'), { target: { value: 'LAX' } }); });
  await act(async () => { fireEvent.change(screen.getByLabelText('Date'), { target: { value: '2023-10-15' } }); });
  await act(async () => { fireEvent.click(screen.getByText('Search')); });

  expect(fetchMock.calls()).toHaveLength(1);
  expect(screen.getByText('Failed to fetch flights')).toBeInTheDocument();
  expect(screen.queryByText('Delta')).toBeNull(); // added
}, 10000);

// added: after a failure, a success takes its message away. It counts only if the page lets one try again.
test('SearchFlights - search flights successfully, after a failure', async () => {
  fetchMock.get('/api/flights?origin=JFK&destination=LAX&date=2023-10-15', { throws: new Error('Failed to fetch flights') });

  await act(async () => { render(<MemoryRouter><App /></MemoryRouter>); });
  await act(async () => { fireEvent.change(screen.getByLabelText('Origin'), { target: { value: 'JFK' } }); });
  await act(async () => { fireEvent.change(screen.getByLabelText('Destination'), { target: { value: 'LAX' } }); });
  await act(async () => { fireEvent.change(screen.getByLabelText('Date'), { target: { value: '2023-10-15' } }); });
  await act(async () => { fireEvent.click(screen.getByText('Search')); });

  fetchMock.reset();
  fetchMock.get('/api/flights?origin=JFK&destination=LAX&date=2023-10-15', {
    flights: [{ id: 1, airline: 'Delta', price: 200, duration: '5h' }]
  });
  if (screen.queryAllByLabelText('Origin').length !== 1) return;
  await act(async () => { fireEvent.change(screen.getByLabelText('Origin'), { target: { value: 'JFK' } }); });
  if (screen.queryAllByLabelText('Destination').length !== 1) return;
  await act(async () => { fireEvent.change(screen.getByLabelText('Destination'), { target: { value: 'LAX' } }); });
  if (screen.queryAllByLabelText('Date').length !== 1) return;
  await act(async () => { fireEvent.change(screen.getByLabelText('Date'), { target: { value: '2023-10-15' } }); });
  if (screen.queryAllByText('Search').length !== 1) return;
  await act(async () => { fireEvent.click(screen.getByText('Search')); });

  if (screen.queryAllByText('Delta').length) expect(screen.queryByText('Failed to fetch flights')).toBeNull();
}, 10000);

// added: no message before the server answers. Then the page shows what the server answered.
test('SearchFlights - search flights successfully, not before the answer', async () => {
  let answer;
  fetchMock.get('/api/flights?origin=SFO&destination=BOS&date=2024-02-01', new Promise((resolve) => { answer = resolve; }));

  await act(async () => { render(<MemoryRouter><App /></MemoryRouter>); });
  await act(async () => { fireEvent.change(screen.getByLabelText('Origin'), { target: { value: 'SFO' } }); });
  if (screen.getByLabelText('Origin').value !== 'SFO') return; // the page offers other choices
  await act(async () => { fireEvent.change(screen.getByLabelText('Destination'), { target: { value: 'BOS' } }); });
  if (screen.getByLabelText('Destination').value !== 'BOS') return; // the page offers other choices
  await act(async () => { fireEvent.change(screen.getByLabelText('Date'), { target: { value: '2024-02-01' } }); });
  if (screen.getByLabelText('Date').value !== '2024-02-01') return; // the page offers other choices
  await act(async () => { fireEvent.click(screen.getByText('Search')); });
  expect(screen.queryByText('United')).toBeNull();
  expect(screen.queryByText('Failed to fetch flights')).toBeNull();
  await act(async () => { answer({
    flights: [{ id: 2, airline: 'United', price: 310, duration: '6h' }, { id: 3, airline: 'JetBlue', price: 180, duration: '7h' }]
  }); });

  expect(screen.getByText('United')).toBeInTheDocument();
  expect(screen.getByText('JetBlue')).toBeInTheDocument();
}, 10000);
