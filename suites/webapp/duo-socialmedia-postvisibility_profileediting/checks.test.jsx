import React from 'react';
import { render, screen, act, fireEvent } from '@testing-library/react';
import { MemoryRouter } from 'react-router-dom';
import fetchMock from 'fetch-mock';
import '@testing-library/jest-dom';
import App from './postVisibility_profileEditing';

afterEach(() => {
  fetchMock.reset();
  fetchMock.restore();
});

test('Test visibility settings for public posts.', async () => {
  fetchMock.patch('/api/posts/1', 200);

  await act(async () => {
    render(<MemoryRouter><App /></MemoryRouter>);
  });
  expect(screen.queryByText('Post is now public.')).toBeNull(); // added
  expect(screen.queryByText('Failed to update visibility settings.')).toBeNull(); // added
  await act(async () => {
    fireEvent.click(screen.getByText('Set Public'));
  });

  expect(fetchMock.calls()).toHaveLength(1);
  expect(screen.getByText('Post is now public.')).toBeInTheDocument();
  expect(screen.queryByText('Failed to update visibility settings.')).toBeNull(); // added
}, 10000);

test('Test visibility settings for private posts.', async () => {
  fetchMock.patch('/api/posts/1', 400);

  await act(async () => {
    render(<MemoryRouter><App /></MemoryRouter>);
  });
  expect(screen.queryByText('Post is now public.')).toBeNull(); // added
  expect(screen.queryByText('Failed to update visibility settings.')).toBeNull(); // added
  await act(async () => {
    fireEvent.click(screen.getByText('Set Private'));
  });

  expect(fetchMock.calls()).toHaveLength(1);
  expect(screen.getByText('Failed to update visibility settings.')).toBeInTheDocument();
  expect(screen.queryByText('Post is now public.')).toBeNull(); // added
}, 10000);

test('Profile editing succeeds with valid changes', async () => {
  fetchMock.put('/api/profile', { body: { message: 'Profile updated' }, status: 200 });

  await act(async () => { render(<MemoryRouter><App /></MemoryRouter>); });
  expect(screen.queryByText('Profile updated')).toBeNull(); // added
  expect(screen.queryByText('Invalid changes')).toBeNull(); // added
  await act(async () => { fireEvent.change(screen.getByTestId('profile-name'), { target: { value: 'John Updated' } }); });
  await act(async () => { fireEvent.click(screen.getByText('Save Changes')); });

  expect(fetchMock.calls().length).toBe(1);
  expect(screen.getByText('Profile updated')).toBeInTheDocument();
  expect(screen.queryByText('Invalid changes')).toBeNull(); // added
}, 10000);

test('Profile editing fails with invalid changes', async () => {
  fetchMock.put('/api/profile', { body: { error: 'Invalid changes' }, status: 400 });

  await act(async () => { render(<MemoryRouter><App /></MemoryRouter>); });
  expect(screen.queryByText('Profile updated')).toBeNull(); // added
  expect(screen.queryByText('Invalid changes')).toBeNull(); // added
  await act(async () => { fireEvent.change(screen.getByTestId('profile-name'), { target: { value: '' } }); });
  await act(async () => { fireEvent.click(screen.getByText('Save Changes')); });

  expect(fetchMock.calls().length).toBe(1);
  expect(screen.getByText('Invalid changes')).toBeInTheDocument();
  expect(screen.queryByText('Profile updated')).toBeNull(); // added
}, 10000);

// added: after a failure, a success takes its message away. It counts only if the page lets one try again.
test('Test visibility settings for public posts, after a failure', async () => {
  fetchMock.patch('/api/posts/1', 400);

  await act(async () => {
    render(<MemoryRouter><App /></MemoryRouter>);
  });
  await act(async () => {
    fireEvent.click(screen.getByText('Set Private'));
  });

  fetchMock.reset();
  fetchMock.patch('/api/posts/1', 200);
  if (screen.queryAllByText('Set Public').length !== 1) return;
  await act(async () => {
    fireEvent.click(screen.getByText('Set Public'));
  });

  if (screen.queryAllByText('Post is now public.').length) expect(screen.queryByText('Failed to update visibility settings.')).toBeNull();
}, 10000);

// added: after a failure, a success takes its message away. It counts only if the page lets one try again.
test('Profile editing succeeds with valid changes, after a failure', async () => {
  fetchMock.put('/api/profile', { body: { error: 'Invalid changes' }, status: 400 });

  await act(async () => { render(<MemoryRouter><App /></MemoryRouter>); });
  await act(async () => { fireEvent.change(screen.getByTestId('profile-name'), { target: { value: '' } }); });
  await act(async () => { fireEvent.click(screen.getByText('Save Changes')); });

  fetchMock.reset();
  fetchMock.put('/api/profile', { body: { message: 'Profile updated' }, status: 200 });
  if (screen.queryAllByTestId('profile-name').length !== 1) return;
  await act(async () => { fireEvent.change(screen.getByTestId('profile-name'), { target: { value: 'John Updated' } }); });
  if (screen.queryAllByText('Save Changes').length !== 1) return;
  await act(async () => { fireEvent.click(screen.getByText('Save Changes')); });

  if (screen.queryAllByText('Profile updated').length) expect(screen.queryByText('Invalid changes')).toBeNull();
}, 10000);

// added: after a success, a failure takes its message away. It counts only if the page lets one try again.
test('Profile editing fails with invalid changes, after a success', async () => {
  fetchMock.put('/api/profile', { body: { message: 'Profile updated' }, status: 200 });

  await act(async () => { render(<MemoryRouter><App /></MemoryRouter>); });
  await act(async () => { fireEvent.change(screen.getByTestId('profile-name'), { target: { value: 'John Updated' } }); });
  await act(async () => { fireEvent.click(screen.getByText('Save Changes')); });

  fetchMock.reset();
  fetchMock.put('/api/profile', { body: { error: 'Invalid changes' }, status: 400 });
  if (screen.queryAllByTestId('profile-name').length !== 1) return;
  await act(async () => { fireEvent.change(screen.getByTestId('profile-name'), { target: { value: '' } }); });
  if (screen.queryAllByText('Save Changes').length !== 1) return;
  await act(async () => { fireEvent.click(screen.getByText('Save Changes')); });

  if (screen.queryAllByText('Invalid changes').length) expect(screen.queryByText('Profile updated')).toBeNull();
}, 10000);

// added: no message before the server answers.
test('Test visibility settings for public posts, not before the answer', async () => {
  let answer;
  fetchMock.patch('/api/posts/1', new Promise((resolve) => { answer = resolve; }));

  await act(async () => {
    render(<MemoryRouter><App /></MemoryRouter>);
  });
  await act(async () => {
    fireEvent.click(screen.getByText('Set Public'));
  });
  expect(screen.queryByText('Post is now public.')).toBeNull();
  expect(screen.queryByText('Failed to update visibility settings.')).toBeNull();
  await act(async () => { answer(200); });

  expect(screen.getByText('Post is now public.')).toBeInTheDocument();
}, 10000);

// added: no message before the server answers.
test('Profile editing succeeds with valid changes, not before the answer', async () => {
  let answer;
  fetchMock.put('/api/profile', new Promise((resolve) => { answer = resolve; }));

  await act(async () => { render(<MemoryRouter><App /></MemoryRouter>); });
  await act(async () => { fireEvent.change(screen.getByTestId('profile-name'), { target: { value: 'John Updated' } }); });
  await act(async () => { fireEvent.click(screen.getByText('Save Changes')); });
  expect(screen.queryByText('Profile updated')).toBeNull();
  expect(screen.queryByText('Invalid changes')).toBeNull();
  await act(async () => { answer({ body: { message: 'Profile updated' }, status: 200 }); });

  expect(screen.getByText('Profile updated')).toBeInTheDocument();
}, 10000);
