import React from 'react';
import { render, screen, act, fireEvent } from '@testing-library/react';
import { MemoryRouter } from 'react-router-dom';
import fetchMock from 'fetch-mock';
import '@testing-library/jest-dom';
import App from './artistSearch_playbackSpeedControl';

afterEach(() => {
  fetchMock.reset();
  fetchMock.restore();
});

test('Searching for an artist by name returns accurate results.', async () => {
  fetchMock.get('/artists?name=TestArtist', { artists: [{ id: 1, name: 'TestArtist' }] });

  await act(async () => { render(<MemoryRouter><App /></MemoryRouter>); });
  expect(screen.queryByText('TestArtist')).toBeNull(); // added
  expect(screen.queryByText('Network Error')).toBeNull(); // added
  await act(async () => { fireEvent.change(screen.getByPlaceholderText('Search artists'), { target: { value: 'TestArtist' } }); });
  await act(async () => { fireEvent.click(screen.getByText('Search')); });

  expect(fetchMock.calls()).toHaveLength(1);
  expect(screen.getByText('TestArtist')).toBeInTheDocument();
  expect(screen.queryByText('Network Error')).toBeNull(); // added
}, 10000);

test('Shows error message when searching for an artist by name fails.', async () => {
  fetchMock.get('/artists?name=TestArtist', { throws: new Error('Network Error') });

  await act(async () => { render(<MemoryRouter><App /></MemoryRouter>); });
  expect(screen.queryByText('TestArtist')).toBeNull(); // added
  expect(screen.queryByText('Network Error')).toBeNull(); // added
  await act(async () => { fireEvent.change(screen.getByPlaceholderText('Search artists'), { target: { value: 'TestArtist' } }); });
  await act(async () => { fireEvent.click(screen.getByText('Search')); });

  expect(fetchMock.calls()).toHaveLength(1);
  expect(screen.getByText('Network Error')).toBeInTheDocument();
  expect(screen.queryByText('TestArtist')).toBeNull(); // added
}, 10000);

test('successfully adjusts the playback speed', async () => {
  fetchMock.post('/api/playback-speed', 200);

  await act(async () => { render(<MemoryRouter><App /></MemoryRouter>); });
  expect(screen.queryByTestId('speed-adjusted')?.textContent ?? '').toBe(''); // added
  expect(screen.queryByText('Invalid playback speed. Please select a value between 0.5 and 2.')).toBeNull(); // added
  await act(async () => { fireEvent.change(screen.getByTestId('playback-speed'), { target: { value: '1.5' } }); });

  expect(fetchMock.calls()).toHaveLength(1);
  expect(screen.getByTestId('speed-adjusted')).toBeInTheDocument();
  expect(screen.queryByText('Invalid playback speed. Please select a value between 0.5 and 2.')).toBeNull(); // added
}, 10000);

test('fails to adjust the playback speed due to validation error', async () => {
  fetchMock.post('/api/playback-speed', 400);

  await act(async () => { render(<MemoryRouter><App /></MemoryRouter>); });
  expect(screen.queryByTestId('speed-adjusted')?.textContent ?? '').toBe(''); // added
  expect(screen.queryByText('Invalid playback speed. Please select a value between 0.5 and 2.')).toBeNull(); // added
  await act(async () => { fireEvent.change(screen.getByTestId('playback-speed'), { target: { value: '1.5' } }); });

  expect(fetchMock.calls()).toHaveLength(1);
  expect(screen.getByText('Invalid playback speed. Please select a value between 0.5 and 2.')).toBeInTheDocument();
  expect(screen.queryByTestId('speed-adjusted')?.textContent ?? '').toBe(''); // added
}, 10000);

// added: after a failure, a success takes its message away. It counts only if the page lets one try again.
test('Searching for an artist by name returns accurate results, after a failure', async () => {
  fetchMock.get('/artists?name=TestArtist', { throws: new Error('Network Error') });

  await act(async () => { render(<MemoryRouter><App /></MemoryRouter>); });
  await act(async () => { fireEvent.change(screen.getByPlaceholderText('Search artists'), { target: { value: 'TestArtist' } }); });
  await act(async () => { fireEvent.click(screen.getByText('Search')); });

  fetchMock.reset();
  fetchMock.get('/artists?name=TestArtist', { artists: [{ id: 1, name: 'TestArtist' }] });
  if (screen.queryAllByPlaceholderText('Search artists').length !== 1) return;
  await act(async () => { fireEvent.change(screen.getByPlaceholderText('Search artists'), { target: { value: 'TestArtist' } }); });
  if (screen.queryAllByText('Search').length !== 1) return;
  await act(async () => { fireEvent.click(screen.getByText('Search')); });

  if (screen.queryAllByText('TestArtist').length) expect(screen.queryByText('Network Error')).toBeNull();
}, 10000);

// added: after a failure, a success takes its message away. It counts only if the page lets one try again.
test('successfully adjusts the playback speed, after a failure', async () => {
  fetchMock.post('/api/playback-speed', 400);

  await act(async () => { render(<MemoryRouter><App /></MemoryRouter>); });
  await act(async () => { fireEvent.change(screen.getByTestId('playback-speed'), { target: { value: '1.5' } }); });

  fetchMock.reset();
  fetchMock.post('/api/playback-speed', 200);
  if (screen.queryAllByTestId('playback-speed').length !== 1) return;
  await act(async () => { fireEvent.change(screen.getByTestId('playback-speed'), { target: { value: '1.5' } }); });

  if (screen.queryAllByTestId('speed-adjusted').some(({ textContent }) => textContent)) expect(screen.queryByText('Invalid playback speed. Please select a value between 0.5 and 2.')).toBeNull();
}, 10000);

// added: after a success, a failure takes its message away. It counts only if the page lets one try again.
test('fails to adjust the playback speed due to validation error, after a success', async () => {
  fetchMock.post('/api/playback-speed', 200);

  await act(async () => { render(<MemoryRouter><App /></MemoryRouter>); });
  await act(async () => { fireEvent.change(screen.getByTestId('playback-speed'), { target: { value: '1.5' } }); });

  fetchMock.reset();
  fetchMock.post('/api/playback-speed', 400);
  if (screen.queryAllByTestId('playback-speed').length !== 1) return;
  await act(async () => { fireEvent.change(screen.getByTestId('playback-speed'), { target: { value: '1.5' } }); });

  if (screen.queryAllByText('Invalid playback speed. Please select a value between 0.5 and 2.').length) expect(screen.queryByTestId('speed-adjusted')?.textContent ?? '').toBe('');
}, 10000);

// added: no message before the server answers. Then the page shows what the server answered.
test('Searching for an artist by name returns accurate results, not before the answer', async () => {
  let answer;
  fetchMock.get('/artists?name=Abba', new Promise((resolve) => { answer = resolve; }));

  await act(async () => { render(<MemoryRouter><App /></MemoryRouter>); });
  await act(async () => { fireEvent.change(screen.getByPlaceholderText('Search artists'), { target: { value: 'Abba' } }); });
  if (screen.getByPlaceholderText('Search artists').value !== 'Abba') return; // the page offers other choices
  await act(async () => { fireEvent.click(screen.getByText('Search')); });
  expect(screen.queryByText('Abba')).toBeNull();
  expect(screen.queryByText('Network Error')).toBeNull();
  await act(async () => { answer({ artists: [{ id: 1, name: 'Abba' }, { id: 2, name: 'Abba Tribute' }] }); });

  expect(screen.getByText('Abba')).toBeInTheDocument();
  expect(screen.getByText('Abba Tribute')).toBeInTheDocument();
}, 10000);

// added: no message before the server answers.
test('successfully adjusts the playback speed, not before the answer', async () => {
  let answer;
  fetchMock.post('/api/playback-speed', new Promise((resolve) => { answer = resolve; }));

  await act(async () => { render(<MemoryRouter><App /></MemoryRouter>); });
  await act(async () => { fireEvent.change(screen.getByTestId('playback-speed'), { target: { value: '1.5' } }); });
  expect(screen.queryByText('Invalid playback speed. Please select a value between 0.5 and 2.')).toBeNull();
  await act(async () => { answer(200); });

  expect(screen.getByTestId('speed-adjusted')).toBeInTheDocument();
}, 10000);
