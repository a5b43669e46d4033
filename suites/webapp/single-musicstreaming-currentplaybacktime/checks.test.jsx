import React from 'react';
import { render, screen, act, fireEvent } from '@testing-library/react';
import { MemoryRouter } from 'react-router-dom';
import fetchMock from 'fetch-mock';
import '@testing-library/jest-dom';
import PlaybackComponent from './currentPlaybackTime';

afterEach(() => {
  fetchMock.reset();
  fetchMock.restore();
});

test('The current playback time is updated accurately.', async () => {
  fetchMock.get('/api/playbackTime', { currentTime: '1:23' });

  await act(async () => { render(<MemoryRouter><PlaybackComponent /></MemoryRouter>); });

  expect(fetchMock.calls()).toHaveLength(1);
  expect(screen.getByText('1:23')).toBeInTheDocument();
  expect(screen.queryByText('Error updating playback time')).toBeNull(); // added
}, 10000);

test('The current playback time fails to update with an error message.', async () => {
  fetchMock.get('/api/playbackTime', 500);

  await act(async () => { render(<MemoryRouter><PlaybackComponent /></MemoryRouter>); });

  expect(fetchMock.calls()).toHaveLength(1);
  expect(screen.getByText('Error updating playback time')).toBeInTheDocument();
  expect(screen.queryByText('1:23')).toBeNull(); // added
}, 10000);

// added: no message before the server answers. Then the page shows what the server answered.
test('The current playback time is updated accurately, not before the answer', async () => {
  let answer;
  fetchMock.get('/api/playbackTime', new Promise((resolve) => { answer = resolve; }));

  await act(async () => { render(<MemoryRouter><PlaybackComponent /></MemoryRouter>); });
  expect(screen.queryByText('Error updating playback time')).toBeNull();
  await act(async () => { answer({ currentTime: '4:56' }); });

  expect(screen.getByText('4:56')).toBeInTheDocument();
}, 10000);
