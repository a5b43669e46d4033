import React from 'react';
import { render, screen, act, fireEvent } from '@testing-library/react';
import { MemoryRouter } from 'react-router-dom';
import fetchMock from 'fetch-mock';
import '@testing-library/jest-dom';
import ProfilePictureUpdate from './profilePictureUpdate';

afterEach(() => {
  fetchMock.reset();
  fetchMock.restore();
});

test('Profile picture update succeeds with valid image', async () => {
  fetchMock.put('/api/profile/picture', { body: { message: 'Profile picture updated' }, status: 200 });

  await act(async () => { render(<MemoryRouter><ProfilePictureUpdate /></MemoryRouter>); });
  expect(screen.queryByText('Profile picture updated')).toBeNull(); // added
  expect(screen.queryByText('Invalid image format')).toBeNull(); // added
  await act(async () => { fireEvent.change(screen.getByTestId('profile-picture'), { target: { files: [new File([], 'picture.jpg', { type: 'image/jpeg' })] } }); });
  await act(async () => { fireEvent.click(screen.getByText('Update Picture')); });

  expect(fetchMock.calls().length).toBe(1);
  expect(screen.getByText('Profile picture updated')).toBeInTheDocument();
  expect(screen.queryByText('Invalid image format')).toBeNull(); // added
}, 10000);

test('Profile picture update fails with invalid image', async () => {
  fetchMock.put('/api/profile/picture', { body: { error: 'Invalid image format' }, status: 400 });

  await act(async () => { render(<MemoryRouter><ProfilePictureUpdate /></MemoryRouter>); });
  expect(screen.queryByText('Profile picture updated')).toBeNull(); // added
  expect(screen.queryByText('Invalid image format')).toBeNull(); // added
  await act(async () => { fireEvent.change(screen.getByTestId('profile-picture'), { target: { files: [new File([], 'picture.txt', { type: 'text/plain' })] } }); });
  await act(async () => { fireEvent.click(screen.getByText('Update Picture')); });

  expect(fetchMock.calls().length).toBe(1);
  expect(screen.getByText('Invalid image format')).toBeInTheDocument();
  expect(screen.queryByText('Profile picture updated')).toBeNull(); // added
}, 10000);

// added: after a failure, a success takes its message away. It counts only if the page lets one try again.
test('Profile picture update succeeds with valid image, after a failure', async () => {
  fetchMock.put('/api/profile/picture', { body: { error: 'Invalid image format' }, status: 400 });

  await act(async () => { render(<MemoryRouter><ProfilePictureUpdate /></MemoryRouter>); });
  await act(async () => { fireEvent.change(screen.getByTestId('profile-picture'), { target: { files: [new File([], 'picture.txt', { type: 'text/plain' })] } }); });
  await act(async () => { fireEvent.click(screen.getByText('Update Picture')); });

  fetchMock.reset();
  fetchMock.put('/api/profile/picture', { body: { message: 'Profile picture updated' }, status: 200 });
  if (screen.queryAllByTestId('profile-picture').length !== 1) return;
  await act(async () => { fireEvent.change(screen.getByTestId('profile-picture'), { target: { files: [new File([], 'picture.jpg', { type: 'image/jpeg' })] } }); });
  if (screen.queryAllByText('Update Picture').length !== 1) return;
  await act(async () => { fireEvent.click(screen.getByText('Update Picture')); });

  if (screen.queryAllByText('Profile picture updated').length) expect(screen.queryByText('Invalid image format')).toBeNull();
}, 10000);

// added: after a success, a failure takes its message away. It counts only if the page lets one try again.
test('Profile picture update fails with invalid image, after a success', async () => {
  fetchMock.put('/api/profile/picture', { body: { message: 'Profile picture updated' }, status: 200 });

  await act(async () => { render(<MemoryRouter><ProfilePictureUpdate /></MemoryRouter>); });
  await act(async () => { fireEvent.change(screen.getByTestId('profile-picture'), { target: { files: [new File([], 'picture.jpg', { type: 'image/jpeg' })] } }); });
  await act(async () => { fireEvent.click(screen.getByText('Update Picture')); });

  fetchMock.reset();
  fetchMock.put('/api/profile/picture', { body: { error: 'Invalid image format' }, status: 400 });
  if (screen.queryAllByTestId('profile-picture').length !== 1) return;
  await act(async () => { fireEvent.change(screen.getByTestId('profile-picture'), { target: { files: [new File([], 'picture.txt', { type: 'text/plain' })] } }); });
  if (screen.queryAllByText('Update Picture').length !== 1) return;
  await act(async () => { fireEvent.click(screen.getByText('Update Picture')); });

  if (screen.queryAllByText('Invalid image format').length) expect(screen.queryByText('Profile picture updated')).toBeNull();
}, 10000);

// added: no message before the server answers.
test('Profile picture update succeeds with valid image, not before the answer', async () => {
  let answer;
  fetchMock.put('/api/profile/picture', new Promise((resolve) => { answer = resolve; }));

  await act(async () => { render(<MemoryRouter><ProfilePictureUpdate /></MemoryRouter>); });
  await act(async () => { fireEvent.change(screen.getByTestId('profile-picture'), { target: { files: [new File([], 'picture.jpg', { type: 'image/jpeg' })] } }); });
  await act(async () => { fireEvent.click(screen.getByText('Update Picture')); });
  expect(screen.queryByText('Profile picture updated')).toBeNull();
  expect(screen.queryByText('Invalid image format')).toBeNull();
  await act(async () => { answer({ body: { message: 'Profile picture updated' }, status: 200 }); });

  expect(screen.getByText('Profile picture updated')).toBeInTheDocument();
}, 10000);
