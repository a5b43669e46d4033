import React from 'react';
import { render, screen, act, fireEvent } from '@testing-library/react';
import { MemoryRouter } from 'react-router-dom';
import fetchMock from 'fetch-mock';
import '@testing-library/jest-dom';
import WeatherApp from './fetchCurrentCloudCover';

afterEach(() => {
  fetchMock.reset();
  fetchMock.restore();
});

test('Successfully retrieves the current cloud cover percentage for a given location', async () => {
  fetchMock.get('/api/current-clouds?location=NYC', { cloudCover: 45 });

  await act(async () => { render(<MemoryRouter><WeatherApp /></MemoryRouter>); });
  expect(screen.queryByText('45%')).toBeNull(); // added
  expect(screen.queryByText('Error fetching cloud cover')).toBeNull(); // added
  await act(async () => { fireEvent.change(screen.getByLabelText('Location Input'), { target: { value: 'NYC' } }); });
  await act(async () => { fireEvent.click(screen.getByText('Get Cloud Cover')); });

  expect(fetchMock.calls()).toHaveLength(1);
  expect(screen.getByText('45%')).toBeInTheDocument();
  expect(screen.queryByText('Error fetching cloud cover')).toBeNull(); // added
}, 10000);

test('Fails to retrieve the current cloud cover percentage if the API returns an error', async () => {
  fetchMock.get('/api/current-clouds?location=NYC', { status: 500 });

  await act(async () => { render(<MemoryRouter><WeatherApp /></MemoryRouter>); });
  expect(screen.queryByText('45%')).toBeNull(); // added
  expect(screen.queryByText('Error fetching cloud cover')).toBeNull(); // added
  await act(async () => { fireEvent.change(screen.getByLabelText('Location Input'), { target: { value: 'NYC' } }); });
  await act(async () => { fireEvent.click(screen.getByText('Get Cloud Cover')); });

  expect(fetchMock.calls()).toHaveLength(1);
  expect(screen.getByText('Error fetching cloud cover')).toBeInTheDocument();
  expect(screen.queryByText('45%')).toBeNull(); // added
}, 10000);

// added: after a failure, a success takes its message away. It counts only if the page lets one try again.
test('Successfully retrieves the current cloud cover percentage for a given location, after a failure', async () => {
  fetchMock.get('/api/current-clouds?location=NYC', { status: 500 });

  await act(async () => { render(<MemoryRouter><WeatherApp /></MemoryRouter>); });
  await act(async () => { fireEvent.change(screen.getByLabelText('Location Input'), { target: { value: 'NYC' } }); });
  await act(async () => { fireEvent.click(screen.getByText('Get Cloud Cover')); });

  fetchMock.reset();
  fetchMock.get('/api/current-clouds?location=NYC', { cloudCover: 45 });
  if (screen.queryAllByLabelText('Location Input').length !== 1) return;
  await act(async () => { fireEvent.change(screen.getByLabelText('Location Input'), { target: { value: 'NYC' } }); });
  if (screen.queryAllByText('Get Cloud Cover').length !== 1) return;
  await act(async () => { fireEvent.click(screen.getByText('Get Cloud Cover')); });

  if (screen.queryAllByText('45%').length) expect(screen.queryByText('Error fetching cloud cover')).toBeNull();
}, 10000);

// added: no message before the server answers. Then the page shows what the server answered.
test('Successfully retrieves the current cloud cover percentage for a given location, not before the answer', async () => {
  let answer;
  fetchMock.get('/api/current-clouds?location=Oslo', new Promise((resolve) => { answer = resolve; }));

  await act(async () => { render(<MemoryRouter><WeatherApp /></MemoryRouter>); });
  await act(async () => { fireEvent.change(screen.getByLabelText('Location Input'), { target: { value: 'Oslo' } }); });
  if (screen.getByLabelText('Location Input').value !== 'Oslo') return; // the page offers other choices
  await act(async () => { fireEvent.click(screen.getByText('Get Cloud Cover')); });
  expect(screen.queryByText('60%')).toBeNull();
  expect(screen.queryByText('Error fetching cloud cover')).toBeNull();
  await act(async () => { answer({ cloudCover: 60 }); });

  expect(screen.getByText('60%')).toBeInTheDocument();
}, 10000);
