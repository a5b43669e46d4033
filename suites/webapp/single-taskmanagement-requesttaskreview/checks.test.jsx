import React from 'react';
import { render, screen, act, fireEvent } from '@testing-library/react';
import { MemoryRouter } from 'react-router-dom';
import fetchMock from 'fetch-mock';
import '@testing-library/jest-dom';
import TaskApp from './requestTaskReview';

afterEach(() => {
  fetchMock.reset();
  fetchMock.restore();
});

test('Request a review successfully', async () => {
  fetchMock.post('/request-review', { status: 200, body: { success: true } });

  await act(async () => { render(<MemoryRouter><TaskApp /></MemoryRouter>); });
  expect(screen.queryByText('Review requested successfully')).toBeNull(); // added
  expect(screen.queryByText('Error requesting review')).toBeNull(); // added
  await act(async () => { fireEvent.change(screen.getByTestId('task-select'), { target: { value: 'Task1' } }); });
  await act(async () => { fireEvent.change(screen.getByTestId('user-select'), { target: { value: 'User2' } }); });
  await act(async () => { fireEvent.click(screen.getByTestId('request-review-button')); });

  expect(fetchMock.calls('/request-review').length).toBe(1);
  expect(screen.getByText('Review requested successfully')).toBeInTheDocument();
  expect(screen.queryByText('Error requesting review')).toBeNull(); // added
}, 10000);

test('Fail to request a review due to server error', async () => {
  fetchMock.post('/request-review', { status: 500, body: { success: false } });

  await act(async () => { render(<MemoryRouter><TaskApp /></MemoryRouter>); });
  expect(screen.queryByText('Review requested successfully')).toBeNull(); // added
  expect(screen.queryByText('Error requesting review')).toBeNull(); // added
  await act(async () => { fireEvent.change(screen.getByTestId('task-select'), { target: { value: 'Task1' } }); });
  await act(async () => { fireEvent.change(screen.getByTestId('user-select'), { target: { value: 'User2' } }); });
  await act(async () => { fireEvent.click(screen.getByTestId('request-review-button')); });

  expect(fetchMock.calls('/request-review').length).toBe(1);
  expect(screen.getByText('Error requesting review')).toBeInTheDocument();
  expect(screen.queryByText('Review requested successfully')).toBeNull(); // added
}, 10000);

// added: after a failure, a success takes its message away. It counts only if the page lets one try again.
test('Request a review successfully, after a failure', async () => {
  fetchMock.post('/request-review', { status: 500, body: { success: false } });

  await act(async () => { render(<MemoryRouter><TaskApp /></MemoryRouter>); });
  await act(async () => { fireEvent.change(screen.getByTestId('task-select'), { target: { value: 'Task1' } }); });
  await act(async () => { fireEvent.change(screen.getByTestId('user-select'), { target: { value: 'User2' } }); });
  await act(async () => { fireEvent.click(screen.getByTestId('request-review-button')); });

  fetchMock.reset();
  fetchMock.post('/request-review', { status: 200, body: { success: true } });
  if (screen.queryAllByTestId('task-select').length !== 1) return;
  await act(async () => { fireEvent.change(screen.getByTestId('task-select'), { target: { value: 'Task1' } }); });
  if (screen.queryAllByTestId('user-select').length !== 1) return;
  await act(async () => { fireEvent.change(screen.getByTestId('user-select'), { target: { value: 'User2' } }); });
  if (screen.queryAllByTestId('request-review-button').length !== 1) return;
  await act(async () => { fireEvent.click(screen.getByTestId('request-review-button')); });

  if (screen.queryAllByText('Review requested successfully').length) expect(screen.queryByText('Error requesting review')).toBeNull();
}, 10000);

// added: after a success, a failure takes its message away. It counts only if the page lets one try again.
test('Fail to request a review due to server error, after a success', async () => {
  fetchMock.post('/request-review', { status: 200, body: { success: true } });

  await act(async () => { render(<MemoryRouter><TaskApp /></MemoryRouter>); });
  await act(async () => { fireEvent.change(screen.getByTestId('task-select'), { target: { value: 'Task1' } }); });
  await act(async () => { fireEvent.change(screen.getByTestId('user-select'), { target: { value: 'User2' } }); });
  await act(async () => { fireEvent.click(screen.getByTestId('request-review-button')); });

  fetchMock.reset();
  fetchMock.post('/request-review', { status: 500, body: { success: false } });
  if (screen.queryAllByTestId('task-select').length !== 1) return;
  await act(async () => { fireEvent.change(screen.getByTestId('task-select'), { target: { value: 'Task1' } }); });
  if (screen.queryAllByTestId('user-select').length !== 1) return;
  await act(async () => { fireEvent.change(screen.getByTestId('user-select'), { target: { value: 'User2' } }); });
  if (screen.queryAllByTestId('request-review-button').length !== 1) return;
  await act(async () => { fireEvent.click(screen.getByTestId('request-review-button')); });

  if (screen.queryAllByText('Error requesting review').length) expect(screen.queryByText('Review requested successfully')).toBeNull();
}, 10000);

// added: no message before the server answers.
test('Request a review successfully, not before the answer', async () => {
  let answer;
  fetchMock.post('/request-review', new Promise((resolve) => { answer = resolve; }));

  await act(async () => { render(<MemoryRouter><TaskApp /></MemoryRouter>); });
  await act(async () => { fireEvent.change(screen.getByTestId('task-select'), { target: { value: 'Task1' } }); });
  await act(async () => { fireEvent.change(screen.getByTestId('user-select'), { target: { value: 'User2' } }); });
  await act(async () => { fireEvent.click(screen.getByTestId('request-review-button')); });
  expect(screen.queryByText('Review requested successfully')).toBeNull();
  expect(screen.queryByText('Error requesting review')).toBeNull();
  await act(async () => { answer({ status: 200, body: { success: true } }); });

  expect(screen.getByText('Review requested successfully')).toBeInTheDocument();
}, 10000);
