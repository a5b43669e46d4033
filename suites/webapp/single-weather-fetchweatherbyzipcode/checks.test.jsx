import React from 'react';
import { render, screen, act, fireEvent } from '@testing-library/react';
import { MemoryRouter } from 'react-router-dom';
import fetchMock from 'fetch-mock';
import '@testing-library/jest-dom';
import WeatherApp from './fetchWeatherByZIPCode';

afterEach(() => {
  fetchMock.reset();
  fetchMock.restore();
});

test('Fetch weather by ZIP code succeeds.', async () => {
  fetchMock.post('/api/weather', { data: { zip: '10001', temperature: 15 } });

  await act(async () => { render(<MemoryRouter><WeatherApp /></MemoryRouter>); });
  expect(screen.queryByText('Temperature: 15')).toBeNull(); // added
  expect(screen.queryByText('ZIP code not found')).toBeNull(); // added
  await act(async () => { fireEvent.change(screen.getByTestId('zip-input'), { target: { value: '10001' } }); });
  await act(async () => { fireEvent.click(screen.getByText('Fetch Weather')); });

  expect(fetchMock.calls()).toHaveLength(1);
  expect(screen.getByText('Temperature: 15')).toBeInTheDocument();
  expect(screen.queryByText('ZIP code not found')).toBeNull(); // added
}, 10000);

test('Fetch weather by ZIP code fails.', async () => {
  fetchMock.post('/api/weather', 404);

  await act(async () => { render(<MemoryRouter><WeatherApp /></MemoryRouter>); });
  expect(screen.queryByText('Temperature: 15')).toBeNull(); // added
  expect(screen.queryByText('ZIP code not found')).toBeNull(); // added
  await act(async () => { fireEvent.change(screen.getByTestId('zip-input'), { target: { value: '00000' } }); });
  await act(async () => { fireEvent.click(screen.getByText('Fetch Weather')); });

  expect(fetchMock.calls()).toHaveLength(1);
  expect(screen.getByText('ZIP code not found')).toBeInTheDocument();
  expect(screen.queryByText('Temperature: 15')).toBeNull(); // added
}, 10000);

// added: after a failure, a success takes its message away. It counts only if the page lets one try again.
test('Fetch weather by ZIP code succeeds, after a failure', async () => {
  fetchMock.post('/api/weather', 404);

  await act(async () => { render(<MemoryRouter><WeatherApp /></MemoryRouter>); });
  await act(async () => { fireEvent.change(screen.getByTestId('zip-input'), { target: { value: '00000' } }); });
  await act(async () => { fireEvent.click(screen.getByText('Fetch Weather')); });

  fetchMock.reset();
  fetchMock.post('/api/weather', { data: { zip: '10001', temperature: 15 } });
  if (screen.queryAllByTestId('zip-input').length !== 1) return;
  await act(async () => { fireEvent.change(screen.getByTestId('zip-input'), { target: { value: '10001' } }); });
  if (screen.queryAllByText('Fetch Weather').length !== 1) return;
  await act(async () => { fireEvent.click(screen.getByText('Fetch Weather')); });

  if (screen.queryAllByText('Temperature: 15').length) expect(screen.queryByText('ZIP code not found')).toBeNull();
}, 10000);

// added: no message before the server answers. Then the page shows what the server answered.
test('Fetch weather by ZIP code succeeds, not before the answer', async () => {
  let answer;
  fetchMock.post('/api/weather', new Promise((resolve) => { answer = resolve; }));

  await act(async () => { render(<MemoryRouter><WeatherApp /></MemoryRouter>); });
  await act(async () => { fireEvent.change(screen.getByTestId('zip-input'), { target: { value: '60601' } }); });
  await act(async () => { fireEvent.click(screen.getByText('Fetch Weather')); });
  expect(screen.queryByText('Temperature: 22')).toBeNull();
  expect(screen.queryByText('ZIP code not found')).toBeNull();
  await act(async () => { answer({ data: { zip: '60601', temperature: 22 } }); });

  expect(screen.getByText('Temperature: 22')).toBeInTheDocument();
}, 10000);
