import React from 'react';
import { render, screen, act, fireEvent } from '@testing-library/react';
import { MemoryRouter } from 'react-router-dom';
import fetchMock from 'fetch-mock';
import '@testing-library/jest-dom';
import App from './addMetaKeywords_approveRejectComments';

afterEach(() => {
  fetchMock.reset();
  fetchMock.restore();
});

test('successfully generates and adds meta keywords to a post', async () => {
  fetchMock.post('/api/meta-keywords', { status: 200 });

  await act(async () => { render(<MemoryRouter><App /></MemoryRouter>); });
  expect(screen.queryByText(/meta keywords generated successfully/i)).toBeNull(); // added
  expect(screen.queryByText(/failed to generate meta keywords/i)).toBeNull(); // added
  await act(async () => { fireEvent.click(screen.getByText(/generate meta keywords/i)); });

  expect(fetchMock.calls('/api/meta-keywords').length).toBe(1);
  expect(screen.getByText(/meta keywords generated successfully/i)).toBeInTheDocument();
  expect(screen.queryByText(/failed to generate meta keywords/i)).toBeNull(); // added
}, 10000);

test('fails to generate and add meta keywords to a post due to server error', async () => {
  fetchMock.post('/api/meta-keywords', { status: 500 });

  await act(async () => { render(<MemoryRouter><App /></MemoryRouter>); });
  expect(screen.queryByText(/meta keywords generated successfully/i)).toBeNull(); // added
  expect(screen.queryByText(/failed to generate meta keywords/i)).toBeNull(); // added
  await act(async () => { fireEvent.click(screen.getByText(/generate meta keywords/i)); });

  expect(fetchMock.calls('/api/meta-keywords').length).toBe(1);
  expect(screen.getByText(/failed to generate meta keywords/i)).toBeInTheDocument();
  expect(screen.queryByText(/meta keywords generated successfully/i)).toBeNull(); // added
}, 10000);

test('successfully approves a comment', async () => {
  fetchMock.put('/api/comments/approve/1', 200);

  await act(async () => { render(<MemoryRouter><App /></MemoryRouter>); });
  expect(screen.queryByText(/Comment approved successfully/i)).toBeNull(); // added
  expect(screen.queryByText(/Failed to approve comment/i)).toBeNull(); // added
  await act(async () => { fireEvent.click(screen.getByText(/Approve/i)); });

  expect(fetchMock.calls('/api/comments/approve/1').length).toBe(1);
  expect(screen.getByText(/Comment approved successfully/i)).toBeInTheDocument();
  expect(screen.queryByText(/Failed to approve comment/i)).toBeNull(); // added
}, 10000);

test('fails to approve a comment', async () => {
  fetchMock.put('/api/comments/approve/1', 500);

  await act(async () => { render(<MemoryRouter><App /></MemoryRouter>); });
  expect(screen.queryByText(/Comment approved successfully/i)).toBeNull(); // added
  expect(screen.queryByText(/Failed to approve comment/i)).toBeNull(); // added
  await act(async () => { fireEvent.click(screen.getByText(/Approve/i)); });

  expect(fetchMock.calls('/api/comments/approve/1').length).toBe(1);
  expect(screen.getByText(/Failed to approve comment/i)).toBeInTheDocument();
  expect(screen.queryByText(/Comment approved successfully/i)).toBeNull(); // added
}, 10000);

// added: after a failure, a success takes its message away. It counts only if the page lets one try again.
test('successfully generates and adds meta keywords to a post, after a failure', async () => {
  fetchMock.post('/api/meta-keywords', { status: 500 });

  await act(async () => { render(<MemoryRouter><App /></MemoryRouter>); });
  await act(async () => { fireEvent.click(screen.getByText(/generate meta keywords/i)); });

  fetchMock.reset();
  fetchMock.post('/api/meta-keywords', { status: 200 });
  if (screen.queryAllByText(/generate meta keywords/i).length !== 1) return;
  await act(async () => { fireEvent.click(screen.getByText(/generate meta keywords/i)); });

  if (screen.queryAllByText(/meta keywords generated successfully/i).length) expect(screen.queryByText(/failed to generate meta keywords/i)).toBeNull();
}, 10000);

// added: after a failure, a success takes its message away. It counts only if the page lets one try again.
test('successfully approves a comment, after a failure', async () => {
  fetchMock.put('/api/comments/approve/1', 500);

  await act(async () => { render(<MemoryRouter><App /></MemoryRouter>); });
  await act(async () => { fireEvent.click(screen.getByText(/Approve/i)); });

  fetchMock.reset();
  fetchMock.put('/api/comments/approve/1', 200);
  if (screen.queryAllByText(/Approve/i).length !== 1) return;
  await act(async () => { fireEvent.click(screen.getByText(/Approve/i)); });

  if (screen.queryAllByText(/Comment approved successfully/i).length) expect(screen.queryByText(/Failed to approve comment/i)).toBeNull();
}, 10000);

// added: after a success, a failure takes its message away. It counts only if the page lets one try again.
test('fails to generate and add meta keywords to a post due to server error, after a success', async () => {
  fetchMock.post('/api/meta-keywords', { status: 200 });

  await act(async () => { render(<MemoryRouter><App /></MemoryRouter>); });
  await act(async () => { fireEvent.click(screen.getByText(/generate meta keywords/i)); });

  fetchMock.reset();
  fetchMock.post('/api/meta-keywords', { status: 500 });
  if (screen.queryAllByText(/generate meta keywords/i).length !== 1) return;
  await act(async () => { fireEvent.click(screen.getByText(/generate meta keywords/i)); });

  if (screen.queryAllByText(/failed to generate meta keywords/i).length) expect(screen.queryByText(/meta keywords generated successfully/i)).toBeNull();
}, 10000);

// added: after a success, a failure takes its message away. It counts only if the page lets one try again.
test('fails to approve a comment, after a success', async () => {
  fetchMock.put('/api/comments/approve/1', 200);

  await act(async () => { render(<MemoryRouter><App /></MemoryRouter>); });
  await act(async () => { fireEvent.click(screen.getByText(/Approve/i)); });

  fetchMock.reset();
  fetchMock.put('/api/comments/approve/1', 500);
  if (screen.queryAllByText(/Approve/i).length !== 1) return;
  await act(async () => { fireEvent.click(screen.getByText(/Approve/i)); });

  if (screen.queryAllByText(/Failed to approve comment/i).length) expect(screen.queryByText(/Comment approved successfully/i)).toBeNull();
}, 10000);

// added: no message before the server answers.
test('successfully generates and adds meta keywords to a post, not before the answer', async () => {
  let answer;
  fetchMock.post('/api/meta-keywords', new Promise((resolve) => { answer = resolve; }));

  await act(async () => { render(<MemoryRouter><App /></MemoryRouter>); });
  await act(async () => { fireEvent.click(screen.getByText(/generate meta keywords/i)); });
  expect(screen.queryByText(/meta keywords generated successfully/i)).toBeNull();
  expect(screen.queryByText(/failed to generate meta keywords/i)).toBeNull();
  await act(async () => { answer({ status: 200 }); });

  expect(screen.getByText(/meta keywords generated successfully/i)).toBeInTheDocument();
}, 10000);

// added: no message before the server answers.
test('successfully approves a comment, not before the answer', async () => {
  let answer;
  fetchMock.put('/api/comments/approve/1', new Promise((resolve) => { answer = resolve; }));

  await act(async () => { render(<MemoryRouter><App /></MemoryRouter>); });
  await act(async () => { fireEvent.click(screen.getByText(/Approve/i)); });
  expect(screen.queryByText(/Comment approved successfully/i)).toBeNull();
  expect(screen.queryByText(/Failed to approve comment/i)).toBeNull();
  await act(async () => { answer(200); });

  expect(screen.getByText(/Comment approved successfully/i)).toBeInTheDocument();
}, 10000);
