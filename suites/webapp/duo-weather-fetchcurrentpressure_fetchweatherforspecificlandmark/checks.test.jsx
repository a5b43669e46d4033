import React from 'react';
import { render, screen, act, fireEvent } from '@testing-library/react';
import { MemoryRouter } from 'react-router-dom';
import fetchMock from 'fetch-mock';
import '@testing-library/jest-dom';
import App from './fetchCurrentPressure_fetchWeatherForSpecificLandmark';

afterEach(() => {
  fetchMock.reset();
  fetchMock.restore();
});

test('Successfully retrieves the current atmospheric pressure for a given location', async () => {
  fetchMock.get('/api/current-pressure?location=NYC', { pressure: 1013 });

  await act(async () => { render(<MemoryRouter><App /></MemoryRouter>); });
  expect(screen.queryByText('1013 hPa')).toBeNull(); // added
  expect(screen.queryByText('Error fetching pressure')).toBeNull(); // added
  await act(async () => { fireEvent.change(screen.getByLabelText('Location Input'), { target: { value: 'NYC' } }); });
  await act(async () => { fireEvent.click(screen.getByText('Get Pressure')); });

  expect(fetchMock.calls()).toHaveLength(1);
  expect(screen.getByText('1013 hPa')).toBeInTheDocument();
  expect(screen.queryByText('Error fetching pressure')).toBeNull(); // added
}, 10000);

test('Fails to retrieve the current atmospheric pressure if the API returns an error', async () => {
  fetchMock.get('/api/current-pressure?location=NYC', { status: 500 });

  await act(async () => { render(<MemoryRouter><App /></MemoryRouter>); });
  expect(screen.queryByText('1013 hPa')).toBeNull(); // added
  expect(screen.queryByText('Error fetching pressure')).toBeNull(); // added
  await act(async () => { fireEvent.change(screen.getByLabelText('Location Input'), { target: { value: 'NYC' } }); });
  await act(async () => { fireEvent.click(screen.getByText('Get Pressure')); });

  expect(fetchMock.calls()).toHaveLength(1);
  expect(screen.getByText('Error fetching pressure')).toBeInTheDocument();
  expect(screen.queryByText('1013 hPa')).toBeNull(); // added
}, 10000);

test('Fetch weather for specific landmark succeeds.', async () => {
  fetchMock.post('/api/weather', { data: { landmark: 'Eiffel Tower', temperature: 18 } });

  await act(async () => { render(<MemoryRouter><App /></MemoryRouter>); });
  expect(screen.queryByText('Temperature: 18')).toBeNull(); // added
  expect(screen.queryByText('Landmark not found')).toBeNull(); // added
  await act(async () => { fireEvent.change(screen.getByTestId('landmark-input'), { target: { value: 'Eiffel Tower' } }); });
  await act(async () => { fireEvent.click(screen.getByText('Fetch Weather')); });

  expect(fetchMock.calls()).toHaveLength(1);
  expect(screen.getByText('Temperature: 18')).toBeInTheDocument();
  expect(screen.queryByText('Landmark not found')).toBeNull(); // added
}, 10000);

test('Fetch weather for specific landmark fails.', async () => {
  fetchMock.post('/api/weather', 404);

  await act(async () => { render(<MemoryRouter><App /></MemoryRouter>); });
  expect(screen.queryByText('Temperature: 18')).toBeNull(); // added
  expect(screen.queryByText('Landmark not found')).toBeNull(); // added
  await act(async () => { fireEvent.change(screen.getByTestId('landmark-input'), { target: { value: 'InvalidLandmark' } }); });
  await act(async () => { fireEvent.click(screen.getByText('Fetch Weather')); });

  expect(fetchMock.calls()).toHaveLength(1);
  expect(screen.getByText('Landmark not found')).toBeInTheDocument();
  expect(screen.queryByText('Temperature: 18')).toBeNull(); // added
}, 10000);

// added: after a failure, a success takes its message away. It counts only if the page lets one try again.
test('Successfully retrieves the current atmospheric pressure for a given location, after a failure', async () => {
  fetchMock.get('/api/current-pressure?location=NYC', { status: 500 });

  await act(async () => { render(<MemoryRouter><App /></MemoryRouter>); });
  await act(async () => { fireEvent.change(screen.getByLabelText('Location Input'), { target: { value: 'NYC' } }); });
  await act(async () => { fireEvent.click(screen.getByText('Get Pressure')); });

  fetchMock.reset();
  fetchMock.get('/api/current-pressure?location=NYC', { pressure: 1013 });
  if (screen.queryAllByLabelText('Location Input').length !== 1) return;
  await act(async () => { fireEvent.change(screen.getByLabelText('Location Input'), { target: { value: 'NYC' } }); });
  if (screen.queryAllByText('Get Pressure').length !== 1) return;
  await act(async () => { fireEvent.click(screen.getByText('Get Pressure')); });

  if (screen.queryAllByText('1013 hPa').length) expect(screen.queryByText('Error fetching pressure')).toBeNull();
}, 10000);

// added: after a failure, a success takes its message away. It counts only if the page lets one try again.
test('Fetch weather for specific landmark succeeds, after a failure', async () => {
  fetchMock.post('/api/weather', 404);

  await act(async () => { render(<MemoryRouter><App /></MemoryRouter>); });
  await act(async () => { fireEvent.change(screen.getByTestId('landmark-input'), { target: { value: 'InvalidLandmark' } }); });
  await act(async () => { fireEvent.click(screen.getByText('Fetch Weather')); });

  fetchMock.reset();
  fetchMock.post('/api/weather', { data: { landmark: 'Eiffel Tower', temperature: 18 } });
  if (screen.queryAllByTestId('landmark-input').length !== 1) return;
  await act(async () => { fireEvent.change(screen.getByTestId('landmark-input'), { target: { value: 'Eiffel Tower' } }); });
  if (screen.queryAllByText('Fetch Weather').length !== 1) return;
  await act(async () => { fireEvent.click(screen.getByText('Fetch Weather')); });

  if (screen.queryAllByText('Temperature: 18').length) expect(screen.queryByText('Landmark not found')).toBeNull();
}, 10000);

// added: no message before the server answers. Then the page shows what the server answered.
test('Successfully retrieves the current atmospheric pressure for a given location, not before the answer', async () => {
  let answer;
  fetchMock.get('/api/current-pressure?location=Oslo', new Promise((resolve) => { answer = resolve; }));

  await act(async () => { render(<MemoryRouter><App /></MemoryRouter>); });
  await act(async () => { fireEvent.change(screen.getByLabelText('Location Input'), { target: { value: 'Oslo' } }); });
  if (screen.getByLabelText('Location Input').value !== 'Oslo') return; // the page offers other choices
  await act(async () => { fireEvent.click(screen.getByText('Get Pressure')); });
  expect(screen.queryByText('998 hPa')).toBeNull();
  expect(screen.queryByText('Error fetching pressure')).toBeNull();
  await act(async () => { answer({ pressure: 998 }); });

  expect(screen.getByText('998 hPa')).toBeInTheDocument();
}, 10000);

// added: no message before the server answers. Then the page shows what the server answered.
test('Fetch weather for specific landmark succeeds, not before the answer', async () => {
  let answer;
  fetchMock.post('/api/weather', new Promise((resolve) => { answer = resolve; }));

  await act(async () => { render(<MemoryRouter><App /></MemoryRouter>); });
  await act(async () => { fireEvent.change(screen.getByTestId('landmark-input'), { target: { value: 'Eiffel Tower' } }); });
  await act(async () => { fireEvent.click(screen.getByText('Fetch Weather')); });
  expect(screen.queryByText('Temperature: 7')).toBeNull();
  expect(screen.queryByText('Landmark not found')).toBeNull();
  await act(async () => { answer({ data: { landmark: 'Eiffel Tower', temperature: 7 } }); });

  expect(screen.getByText('Temperature: 7')).toBeInTheDocument();
}, 10000);
