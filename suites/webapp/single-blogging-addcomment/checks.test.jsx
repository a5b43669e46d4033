import React from 'react';
import { render, screen, act, fireEvent } from '@testing-library/react';
import { MemoryRouter } from 'react-router-dom';
import fetchMock from 'fetch-mock';
import '@testing-library/jest-dom';
import App from './addComment';

afterEach(() => {
  fetchMock.reset();
  fetchMock.restore();
});

test('successfully adds a comment to a post', async () => {
  fetchMock.post('/api/comments', 200);

  await act(async () => { render(<MemoryRouter><App /></MemoryRouter>); });
  expect(screen.queryByText(/Comment added successfully/i)).toBeNull(); // added
  expect(screen.queryByText(/Failed to add comment/i)).toBeNull(); // added
  await act(async () => { fireEvent.change(screen.getByPlaceholderText(/Add a comment/i), { target: { value: 'Great post!' } }); });
  await act(async () => { fireEvent.click(screen.getByText(/Submit/i)); });

  expect(fetchMock.calls('/api/comments').length).toBe(1);
  expect(screen.getByText(/Comment added successfully/i)).toBeInTheDocument();
  expect(screen.queryByText(/Failed to add comment/i)).toBeNull(); // added
}, 10000);

test('fails to add a comment to a post', async () => {
  fetchMock.post('/api/comments', 500);

  await act(async () => { render(<MemoryRouter><App /></MemoryRouter>); });
  expect(screen.queryByText(/Comment added successfully/i)).toBeNull(); // added
  expect(screen.queryByText(/Failed to add comment/i)).toBeNull(); // added
  await act(async () => { fireEvent.change(screen.getByPlaceholderText(/Add a comment/i), { target: { value: 'Great post!' } }); });
  await act(async () => { fireEvent.click(screen.getByText(/Submit/i)); });

  expect(fetchMock.calls('/api/comments').length).toBe(1);
  expect(screen.getByText(/Failed to add comment/i)).toBeInTheDocument();
  expect(screen.queryByText(/Comment added successfully/i)).toBeNull(); // added
}, 10000);

// added: after a failure, a success takes its message away. It counts only if the page lets one try again.
test('successfully adds a comment to a post, after a failure', async () => {
  fetchMock.post('/api/comments', 500);

  await act(async () => { render(<MemoryRouter><App /></MemoryRouter>); });
  await act(async () => { fireEvent.change(screen.getByPlaceholderText(/Add a comment/i), { target: { value: 'Great post!' } }); });
  await act(async () => { fireEvent.click(screen.getByText(/Submit/i)); });

  fetchMock.reset();
  fetchMock.post('/api/comments', 200);
  if (screen.queryAllByPlaceholderText(/Add a comment/i).length !== 1) return;
  await act(async () => { fireEvent.change(screen.getByPlaceholderText(/Add a comment/i), { target: { value: 'Great post!' } }); });
  if (screen.queryAllByText(/Submit/i).length !== 1) return;
  await act(async () => { fireEvent.click(screen.getByText(/Submit/i)); });

  if (screen.queryAllByText(/Comment added successfully/i).length) expect(screen.queryByText(/Failed to add comment/i)).toBeNull();
}, 10000);

// added: after a success, a failure takes its message away. It counts only if the page lets one try again.
test('fails to add a comment to a post, after a success', async () => {
  fetchMock.post('/api/comments', 200);

  await act(async () => { render(<MemoryRouter><App /></MemoryRouter>); });
  await act(async () => { fireEvent.change(screen.getByPlaceholderText(/Add a comment/i), { target: { value: 'Great post!' } }); });
  await act(async () => { fireEvent.click(screen.getByText(/Submit/i)); });

  fetchMock.reset();
  fetchMock.post('/api/comments', 500);
  if (screen.queryAllByPlaceholderText(/Add a comment/i).length !== 1) return;
  await act(async () => { fireEvent.change(screen.getByPlaceholderText(/Add a comment/i), { target: { value: 'Great post!' } }); });
  if (screen.queryAllByText(/Submit/i).length !== 1) return;
  await act(async () => { fireEvent.click(screen.getByText(/Submit/i)); });

  if (screen.queryAllByText(/Failed to add comment/i).length) expect(screen.queryByText(/Comment added successfully/i)).toBeNull();
}, 10000);

// added: no message before the server answers.
test('successfully adds a comment to a post, not before the answer', async () => {
  let answer;
  fetchMock.post('/api/comments', new Promise((resolve) => { answer = resolve; }));

  await act(async () => { render(<MemoryRouter><App /></MemoryRouter>); });
  await act(async () => { fireEvent.change(screen.getByPlaceholderText(/Add a comment/i), { target: { value: 'Great post!' } }); });
  await act(async () => { fireEvent.click(screen.getByText(/Submit/i)); });
  expect(screen.queryByText(/Comment added successfully/i)).toBeNull();
  expect(screen.queryByText(/Failed to add comment/i)).toBeNull();
  await act(async () => { answer(200); });

  expect(screen.getByText(/Comment added successfully/i)).toBeInTheDocument();
}, 10000);
