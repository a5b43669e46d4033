import React from 'react';
import { render, screen, act, fireEvent } from '@testing-library/react';
import { MemoryRouter } from 'react-router-dom';
import fetchMock from 'fetch-mock';
import '@testing-library/jest-dom';
import AddSongToPlaylist from './addSongToPlaylist';

afterEach(() => {
  fetchMock.reset();
  fetchMock.restore();
});

test('successfully adds a song to a playlist', async () => {
  fetchMock.post('/api/playlists/1/songs', { id: 1, name: 'New Song' });

  await act(async () => { render(<MemoryRouter><AddSongToPlaylist playlistId={1} /></MemoryRouter>); });
  expect(screen.queryByText('Song added to playlist')).toBeNull(); // added
  expect(screen.queryByText('Failed to add song: Playlist not found')).toBeNull(); // added
  await act(async () => { fireEvent.change(screen.getByTestId('song-name-input'), { target: { value: 'New Song' } }); });
  await act(async () => { fireEvent.click(screen.getByTestId('add-song-button')); });

  expect(fetchMock.calls()).toHaveLength(1);
  expect(screen.getByText('Song added to playlist')).toBeInTheDocument();
  expect(screen.queryByText('Failed to add song: Playlist not found')).toBeNull(); // added
}, 10000);

test('fails to add a song to a playlist that does not exist', async () => {
  fetchMock.post('/api/playlists/1/songs', 404);

  await act(async () => { render(<MemoryRouter><AddSongToPlaylist playlistId={1} /></MemoryRouter>); });
  expect(screen.queryByText('Song added to playlist')).toBeNull(); // added
  expect(screen.queryByText('Failed to add song: Playlist not found')).toBeNull(); // added
  await act(async () => { fireEvent.change(screen.getByTestId('song-name-input'), { target: { value: 'New Song' } }); });
  await act(async () => { fireEvent.click(screen.getByTestId('add-song-button')); });

  expect(fetchMock.calls()).toHaveLength(1);
  expect(screen.getByText('Failed to add song: Playlist not found')).toBeInTheDocument();
  expect(screen.queryByText('Song added to playlist')).toBeNull(); // added
}, 10000);

// added: after a failure, a success takes its message away. It counts only if the page lets one try again.
test('successfully adds a song to a playlist, after a failure', async () => {
  fetchMock.post('/api/playlists/1/songs', 404);

  await act(async () => { render(<MemoryRouter><AddSongToPlaylist playlistId={1} /></MemoryRouter>); });
  await act(async () => { fireEvent.change(screen.getByTestId('song-name-input'), { target: { value: 'New Song' } }); });
  await act(async () => { fireEvent.click(screen.getByTestId('add-song-button')); });

  fetchMock.reset();
  fetchMock.post('/api/playlists/1/songs', { id: 1, name: 'New Song' });
  if (screen.queryAllByTestId('song-name-input').length !== 1) return;
  await act(async () => { fireEvent.change(screen.getByTestId('song-name-input'), { target: { value: 'New Song' } }); });
  if (screen.queryAllByTestId('add-song-button').length !== 1) return;
  await act(async () => { fireEvent.click(screen.getByTestId('add-song-button')); });

  if (screen.queryAllByText('Song added to playlist').length) expect(screen.queryByText('Failed to add song: Playlist not found')).toBeNull();
}, 10000);

// added: after a success, a failure takes its message away. It counts only if the page lets one try again.
test('fails to add a song to a playlist that does not exist, after a success', async () => {
  fetchMock.post('/api/playlists/1/songs', { id: 1, name: 'New Song' });

  await act(async () => { render(<MemoryRouter><AddSongToPlaylist playlistId={1} /></MemoryRouter>); });
  await act(async () => { fireEvent.change(screen.getByTestId('song-name-input'), { target: { value: 'New Song' } }); });
  await act(async () => { fireEvent.click(screen.getByTestId('add-song-button')); });

  fetchMock.reset();
  fetchMock.post('/api/playlists/1/songs', 404);
  if (screen.queryAllByTestId('song-name-input').length !== 1) return;
  await act(async () => { fireEvent.change(screen.getByTestId('song-name-input'), { target: { value: 'New Song' } }); });
  if (screen.queryAllByTestId('add-song-button').length !== 1) return;
  await act(async () => { fireEvent.click(screen.getByTestId('add-song-button')); });

  if (screen.queryAllByText('Failed to add song: Playlist not found').length) expect(screen.queryByText('Song added to playlist')).toBeNull();
}, 10000);

// added: no message before the server answers.
test('successfully adds a song to a playlist, not before the answer', async () => {
  let answer;
  fetchMock.post('/api/playlists/2/songs', new Promise((resolve) => { answer = resolve; }));

  await act(async () => { render(<MemoryRouter><AddSongToPlaylist playlistId={2} /></MemoryRouter>); });
  await act(async () => { fireEvent.change(screen.getByTestId('song-name-input'), { target: { value: 'New Song' } }); });
  await act(async () => { fireEvent.click(screen.getByTestId('add-song-button')); });
  expect(screen.queryByText('Song added to playlist')).toBeNull();
  expect(screen.queryByText('Failed to add song: Playlist not found')).toBeNull();
  await act(async () => { answer({ id: 1, name: 'New Song' }); });

  expect(screen.getByText('Song added to playlist')).toBeInTheDocument();
}, 10000);
