import React from 'react';
import { render, screen, act, fireEvent } from '@testing-library/react';
import { MemoryRouter } from 'react-router-dom';
import fetchMock from 'fetch-mock';
import '@testing-library/jest-dom';
import WeatherApp from './fetchWeatherForMultipleLocations';

afterEach(() => {
  fetchMock.reset();
  fetchMock.restore();
});

test('Fetch weather for multiple locations succeeds.', async () => {
  fetchMock.post('/api/weather', { data: [{ location: 'New York', temperature: 20 }, { location: 'Los Angeles', temperature: 25 }] });

  await act(async () => { render(<MemoryRouter><WeatherApp /></MemoryRouter>); });
  expect(screen.queryByText('New York: Temperature: 20')).toBeNull(); // added
  expect(screen.queryByText('Los Angeles: Temperature: 25')).toBeNull(); // added
  expect(screen.queryByText('Locations not found')).toBeNull(); // added
  await act(async () => { fireEvent.change(screen.getByTestId('locations-input'), { target: { value: 'New York, Los Angeles' } }); });
  await act(async () => { fireEvent.click(screen.getByText('Fetch Weather')); });

  expect(fetchMock.calls()).toHaveLength(1);
  expect(screen.getByText('New York: Temperature: 20')).toBeInTheDocument();
  expect(screen.getByText('Los Angeles: Temperature: 25')).toBeInTheDocument();
  expect(screen.queryByText('Locations not found')).toBeNull(); // added
}, 10000);

test('Fetch weather for multiple locations fails.', async () => {
  fetchMock.post('/api/weather', 404);

  await act(async () => { render(<MemoryRouter><WeatherApp /></MemoryRouter>); });
  expect(screen.queryByText('New York: Temperature: 20')).toBeNull(); // added
  expect(screen.queryByText('Los Angeles: Temperature: 25')).toBeNull(); // added
  expect(screen.queryByText('Locations not found')).toBeNull(); // added
  await act(async () => { fireEvent.change(screen.getByTestId('locations-input'), { target: { value: 'InvalidLocation1, InvalidLocation2' } }); });
  await act(async () => { fireEvent.click(screen.getByText('Fetch Weather')); });

  expect(fetchMock.calls()).toHaveLength(1);
  expect(screen.getByText('Locations not found')).toBeInTheDocument();
  expect(screen.queryByText('New York: Temperature: 20')).toBeNull(); // added
  expect(screen.queryByText('Los Angeles: Temperature: 25')).toBeNull(); // added
}, 10000);

// added: after a failure, a success takes its message away. It counts only if the page lets one try again.
test('Fetch weather for multiple locations succeeds, after a failure', async () => {
  fetchMock.post('/api/weather', 404);

  await act(async () => { render(<MemoryRouter><WeatherApp /></MemoryRouter>); });
  await act(async () => { fireEvent.change(screen.getByTestId('locations-input'), { target: { value: 'InvalidLocation1, InvalidLocation2' } }); });
  await act(async () => { fireEvent.click(screen.getByText('Fetch Weather')); });

  fetchMock.reset();
  fetchMock.post('/api/weather', { data: [{ location: 'New York', temperature: 20 }, { location: 'Los Angeles', temperature: 25 }] });
  if (screen.queryAllByTestId('locations-input').length !== 1) return;
  await act(async () => { fireEvent.change(screen.getByTestId('locations-input'), { target: { value: 'New York, Los Angeles' } }); });
  if (screen.queryAllByText('Fetch Weather').length !== 1) return;
  await act(async () => { fireEvent.click(screen.getByText('Fetch Weather')); });

  if (screen.queryAllByText('New York: Temperature: 20').length && screen.queryAllByText('Los Angeles: Temperature: 25').length) expect(screen.queryByText('Locations not found')).toBeNull();
}, 10000);

// added: no message before the server answers. Then the page shows what the server answered.
test('Fetch weather for multiple locations succeeds, not before the answer', async () => {
  let answer;
  fetchMock.post('/api/weather', new Promise((resolve) => { answer = resolve; }));

  await act(async () => { render(<MemoryRouter><WeatherApp /></MemoryRouter>); });
  await act(async () => { fireEvent.change(screen.getByTestId('locations-input'), { target: { value: 'Chicago, Boston' } }); });
  await act(async () => { fireEvent.click(screen.getByText('Fetch Weather')); });
  expect(screen.queryByText('Chicago: Temperature: 3')).toBeNull();
  expect(screen.queryByText('Boston: Temperature: 4')).toBeNull();
  expect(screen.queryByText('Locations not found')).toBeNull();
  await act(async () => { answer({ data: [{ location: 'Chicago', temperature: 3 }, { location: 'Boston', temperature: 4 }] }); });

  expect(screen.getByText('Chicago: Temperature: 3')).toBeInTheDocument();
  expect(screen.getByText('Boston: Temperature: 4')).toBeInTheDocument();
}, 10000);
