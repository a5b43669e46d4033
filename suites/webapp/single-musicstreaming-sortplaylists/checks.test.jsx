import React from 'react';
import { render, screen, act, fireEvent } from '@testing-library/react';
import { MemoryRouter } from 'react-router-dom';
import fetchMock from 'fetch-mock';
import '@testing-library/jest-dom';
import SortPlaylists from './sortPlaylists';

afterEach(() => {
  fetchMock.reset();
  fetchMock.restore();
});

test('successfully sorts playlists by name', async () => {
  fetchMock.get('/api/playlists?sort=name', [{ id: 1, name: 'A Playlist' }, { id: 2, name: 'B Playlist' }]);

  await act(async () => { render(<MemoryRouter><SortPlaylists sortBy="name" /></MemoryRouter>); });
  expect(screen.queryByText('Playlists sorted by name')).toBeNull(); // added
  expect(screen.queryByText('Failed to sort playlists: No playlists found')).toBeNull(); // added
  await act(async () => { fireEvent.click(screen.getByTestId('sort-by-name-button')); });

  expect(fetchMock.calls()).toHaveLength(1);
  expect(screen.getByText('Playlists sorted by name')).toBeInTheDocument();
  expect(screen.queryByText('Failed to sort playlists: No playlists found')).toBeNull(); // added
}, 10000);

test('fails to sort playlists by name due to empty list', async () => {
  fetchMock.get('/api/playlists?sort=name', 404);

  await act(async () => { render(<MemoryRouter><SortPlaylists sortBy="name" /></MemoryRouter>); });
  expect(screen.queryByText('Playlists sorted by name')).toBeNull(); // added
  expect(screen.queryByText('Failed to sort playlists: No playlists found')).toBeNull(); // added
  await act(async () => { fireEvent.click(screen.getByTestId('sort-by-name-button')); });

  expect(fetchMock.calls()).toHaveLength(1);
  expect(screen.getByText('Failed to sort playlists: No playlists found')).toBeInTheDocument();
  expect(screen.queryByText('Playlists sorted by name')).toBeNull(); // added
}, 10000);

// added: after a failure, a success takes its message away. It counts only if the page lets one try again.
test('successfully sorts playlists by name, after a failure', async () => {
  fetchMock.get('/api/playlists?sort=name', 404);

  await act(async () => { render(<MemoryRouter><SortPlaylists sortBy="name" /></MemoryRouter>); });
  await act(async () => { fireEvent.click(screen.getByTestId('sort-by-name-button')); });

  fetchMock.reset();
  fetchMock.get('/api/playlists?sort=name', [{ id: 1, name: 'A Playlist' }, { id: 2, name: 'B Playlist' }]);
  if (screen.queryAllByTestId('sort-by-name-button').length !== 1) return;
  await act(async () => { fireEvent.click(screen.getByTestId('sort-by-name-button')); });

  if (screen.queryAllByText('Playlists sorted by name').length) expect(screen.queryByText('Failed to sort playlists: No playlists found')).toBeNull();
}, 10000);

// added: after a success, a failure takes its message away. It counts only if the page lets one try again.
test('fails to sort playlists by name due to empty list, after a success', async () => {
  fetchMock.get('/api/playlists?sort=name', [{ id: 1, name: 'A Playlist' }, { id: 2, name: 'B Playlist' }]);

  await act(async () => { render(<MemoryRouter><SortPlaylists sortBy="name" /></MemoryRouter>); });
  await act(async () => { fireEvent.click(screen.getByTestId('sort-by-name-button')); });

  fetchMock.reset();
  fetchMock.get('/api/playlists?sort=name', 404);
  if (screen.queryAllByTestId('sort-by-name-button').length !== 1) return;
  await act(async () => { fireEvent.click(screen.getByTestId('sort-by-name-button')); });

  if (screen.queryAllByText('Failed to sort playlists: No playlists found').length) expect(screen.queryByText('Playlists sorted by name')).toBeNull();
}, 10000);

// added: no message before the server answers.
test('successfully sorts playlists by name, not before the answer', async () => {
  let answer;
  fetchMock.get('/api/playlists?sort=name', new Promise((resolve) => { answer = resolve; }));

  await act(async () => { render(<MemoryRouter><SortPlaylists sortBy="name" /></MemoryRouter>); });
  await act(async () => { fireEvent.click(screen.getByTestId('sort-by-name-button')); });
  expect(screen.queryByText('Playlists sorted by name')).toBeNull();
  expect(screen.queryByText('Failed to sort playlists: No playlists found')).toBeNull();
  await act(async () => { answer([{ id: 1, name: 'A Playlist' }, { id: 2, name: 'B Playlist' }]); });

  expect(screen.getByText('Playlists sorted by name')).toBeInTheDocument();
}, 10000);
