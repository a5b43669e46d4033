import React from 'react';
import { render, screen, act, fireEvent } from '@testing-library/react';
import { MemoryRouter } from 'react-router-dom';
import fetchMock from 'fetch-mock';
import '@testing-library/jest-dom';
import App from './addCustomEvents_filterFlights';

afterEach(() => {
  fetchMock.reset();
  fetchMock.restore();
});

test('successfully adds custom events to an itinerary.', async () => {
  fetchMock.post('/api/add-event', { status: 200, body: { success: true } });

  await act(async () => { render(<MemoryRouter><App /></MemoryRouter>); });
  expect(screen.queryByTestId('event1')?.textContent ?? '').toBe(''); // added
  expect(screen.queryByText('Network error')).toBeNull(); // added
  await act(async () => { fireEvent.change(screen.getByTestId('event-input'), { target: { value: 'Event1' } }); });
  await act(async () => { fireEvent.click(screen.getByTestId('add-event-button')); });

  expect(fetchMock.calls('/api/add-event', 'POST')).toHaveLength(1);
  expect(screen.getByTestId('event1')).toBeInTheDocument();
  expect(screen.queryByText('Network error')).toBeNull(); // added
}, 10000);

test('fails to add custom events due to network error.', async () => {
  fetchMock.post('/api/add-event', { status: 500, body: { error: 'Network error' } });

  await act(async () => { render(<MemoryRouter><App /></MemoryRouter>); });
  expect(screen.queryByTestId('event1')?.textContent ?? '').toBe(''); // added
  expect(screen.queryByText('Network error')).toBeNull(); // added
  await act(async () => { fireEvent.change(screen.getByTestId('event-input'), { target: { value: 'Event1' } }); });
  await act(async () => { fireEvent.click(screen.getByTestId('add-event-button')); });

  expect(fetchMock.calls('/api/add-event', 'POST')).toHaveLength(1);
  expect(screen.getByText('Network error')).toBeInTheDocument();
  expect(screen.queryByTestId('event1')?.textContent ?? '').toBe(''); // added
}, 10000);

test('FilterFlights - filter flights by price successfully', async () => {
  fetchMock.get('/api/flights?filter=price', {
    flights: [{ id: 1, airline: 'Delta', price: 200, duration: '5h' }]
  });

  await act(async () => { render(<MemoryRouter><App /></MemoryRouter>); });
  expect(screen.queryByText('Delta')).toBeNull(); // added
  expect(screen.queryByText('Failed to filter flights')).toBeNull(); // added
  await act(async () => { fireEvent.click(screen.getByText('Filter')); });
  await act(async () => { fireEvent.change(screen.getByLabelText('Sort By'), { target: { value: 'price' } }); });
  await act(async () => { fireEvent.click(screen.getByText('Apply')); });

  expect(fetchMock.calls()).toHaveLength(1);
  expect(screen.getByText('Delta')).toBeInTheDocument();
  expect(screen.queryByText('Failed to filter flights')).toBeNull(); // added
}, 10000);

test('FilterFlights - filter flights by price fails with error message', async () => {
  fetchMock.get('/api/flights?filter=price', { throws: new Error('Failed to filter flights') });

  await act(async () => { render(<MemoryRouter><App /></MemoryRouter>); });
  expect(screen.queryByText('Delta')).toBeNull(); // added
  expect(screen.queryByText('Failed to filter flights')).toBeNull(); // added
  await act(async () => { fireEvent.click(screen.getByText('Filter')); });
  await act(async () => { fireEvent.change(screen.getByLabelText('Sort By'), { target: { value: 'price' } }); });
  await act(async () => { fireEvent.click(screen.getByText('Apply')); });

  expect(fetchMock.calls()).toHaveLength(1);
  expect(screen.getByText('Failed to filter flights')).toBeInTheDocument();
  expect(screen.queryByText('Delta')).toBeNull(); // added
}, 10000);

// added: after a failure, a success takes its message away. It counts only if the page lets one try again.
test('successfully adds custom events to an itinerary, after a failure', async () => {
  fetchMock.post('/api/add-event', { status: 500, body: { error: 'Network error' } });

  await act(async () => { render(<MemoryRouter><App /></MemoryRouter>); });
  await act(async () => { fireEvent.change(screen.getByTestId('event-input'), { target: { value: 'Event1' } }); });
  await act(async () => { fireEvent.click(screen.getByTestId('add-event-button')); });

  fetchMock.reset();
  fetchMock.post('/api/add-event', { status: 200, body: { success: true } });
  if (screen.queryAllByTestId('event-input').length !== 1) return;
  await act(async () => { fireEvent.change(screen.getByTestId('event-input'), { target: { value: 'Event1' } }); });
  if (screen.queryAllByTestId('add-event-button').length !== 1) return;
  await act(async () => { fireEvent.click(screen.getByTestId('add-event-button')); });

  if (screen.queryAllByTestId('event1').some(({ textContent }) => textContent)) expect(screen.queryByText('Network error')).toBeNull();
}, 10000);

// added: after a failure, a success takes its message away. It counts only if the page lets one try again.
test('FilterFlights - filter flights by price successfully, after a failure', async () => {
  fetchMock.get('/api/flights?filter=price', { throws: new Error('Failed to filter flights') });

  await act(async () => { render(<MemoryRouter><App /></MemoryRouter>); });
  await act(async () => { fireEvent.click(screen.getByText('Filter')); });
  await act(async () => { fireEvent.change(screen.getByLabelText('Sort By'), { target: { value: 'price' } }); });
  await act(async () => { fireEvent.click(screen.getByText('Apply')); });

  fetchMock.reset();
  fetchMock.get('/api/flights?filter=price', {
    flights: [{ id: 1, airline: 'Delta', price: 200, duration: '5h' }]
  });
  if (screen.queryAllByText('Filter').length !== 1) return;
  await act(async () => { fireEvent.click(screen.getByText('Filter')); });
  if (screen.queryAllByLabelText('Sort By').length !== 1) return;
  await act(async () => { fireEvent.change(screen.getByLabelText('Sort By'), { target: { value: 'price' } }); });
  if (screen.queryAllByText('Apply').length !== 1) return;
  await act(async () => { fireEvent.click(screen.getByText('Apply')); });

  if (screen.queryAllByText('Delta').length) expect(screen.queryByText('Failed to filter flights')).toBeNull();
}, 10000);

// added: no message before the server answers.
test('successfully adds custom events to an itinerary, not before the answer', async () => {
  let answer;
  fetchMock.post('/api/add-event', new Promise((resolve) => { answer = resolve; }));

  await act(async () => { render(<MemoryRouter><App /></MemoryRouter>); });
  await act(async () => { fireEvent.change(screen.getByTestId('event-input'), { target: { value: 'Event1' } }); });
  await act(async () => { fireEvent.click(screen.getByTestId('add-event-button')); });
  expect(screen.queryByText('Network error')).toBeNull();
  await act(async () => { answer({ status: 200, body: { success: true } }); });

  expect(screen.getByTestId('event1')).toBeInTheDocument();
}, 10000);

// added: no message before the server answers. Then the page shows what the server answered.
test('FilterFlights - filter flights by price successfully, not before the answer', async () => {
  let answer;
  fetchMock.get('/api/flights?filter=price', new Promise((resolve) => { answer = resolve; }));

  await act(async () => { render(<MemoryRouter><App /></MemoryRouter>); });
  await act(async () => { fireEvent.click(screen.getByText('Filter')); });
  await act(async () => { fireEvent.change(screen.getByLabelText('Sort By'), { target: { value: 'price' } }); });
  await act(async () => { fireEvent.click(screen.getByText('Apply')); });
  expect(screen.queryByText('United')).toBeNull();
  expect(screen.queryByText('Failed to filter flights')).toBeNull();
  await act(async () => { answer({
    flights: [{ id: 2, airline: 'United', price: 310, duration: '6h' }, { id: 3, airline: 'JetBlue', price: 180, duration: '7h' }]
  }); });

  expect(screen.getByText('United')).toBeInTheDocument();
  expect(screen.getByText('JetBlue')).toBeInTheDocument();
}, 10000);
