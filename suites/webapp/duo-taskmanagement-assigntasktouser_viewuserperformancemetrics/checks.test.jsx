import React from 'react';
import { render, screen, act, fireEvent } from '@testing-library/react';
import { MemoryRouter } from 'react-router-dom';
import fetchMock from 'fetch-mock';
import '@testing-library/jest-dom';
import App from './assignTaskToUser_viewUserPerformanceMetrics';

afterEach(() => {
  fetchMock.reset();
  fetchMock.restore();
});

test('Assign task to user successfully', async () => {
  fetchMock.post('/assign-task', { status: 200, body: { success: true } });

  await act(async () => { render(<MemoryRouter><App /></MemoryRouter>); });
  expect(screen.queryByText('Task assigned successfully')).toBeNull(); // added
  expect(screen.queryByText('Error assigning task')).toBeNull(); // added
  await act(async () => { fireEvent.change(screen.getByTestId('task-input'), { target: { value: 'New Task' } }); });
  await act(async () => { fireEvent.change(screen.getByTestId('user-select'), { target: { value: 'User1' } }); });
  await act(async () => { fireEvent.click(screen.getByTestId('assign-task-button')); });

  expect(fetchMock.calls('/assign-task').length).toBe(1);
  expect(screen.getByText('Task assigned successfully')).toBeInTheDocument();
  expect(screen.queryByText('Error assigning task')).toBeNull(); // added
}, 10000);

test('Fail to assign task due to server error', async () => {
  fetchMock.post('/assign-task', { status: 500, body: { success: false } });

  await act(async () => { render(<MemoryRouter><App /></MemoryRouter>); });
  expect(screen.queryByText('Task assigned successfully')).toBeNull(); // added
  expect(screen.queryByText('Error assigning task')).toBeNull(); // added
  await act(async () => { fireEvent.change(screen.getByTestId('task-input'), { target: { value: 'New Task' } }); });
  await act(async () => { fireEvent.change(screen.getByTestId('user-select'), { target: { value: 'User1' } }); });
  await act(async () => { fireEvent.click(screen.getByTestId('assign-task-button')); });

  expect(fetchMock.calls('/assign-task').length).toBe(1);
  expect(screen.getByText('Error assigning task')).toBeInTheDocument();
  expect(screen.queryByText('Task assigned successfully')).toBeNull(); // added
}, 10000);

test('View user performance metrics successfully', async () => {
  fetchMock.get('/user-performance?user=User1', { status: 200, body: { metrics: { tasksCompleted: 5 } } });

  await act(async () => { render(<MemoryRouter><App /></MemoryRouter>); });
  expect(screen.queryByText('Tasks completed: 5')).toBeNull(); // added
  expect(screen.queryByText('Error fetching performance metrics')).toBeNull(); // added
  await act(async () => { fireEvent.change(screen.getByTestId('user-select'), { target: { value: 'User1' } }); });
  await act(async () => { fireEvent.click(screen.getByTestId('view-metrics-button')); });

  expect(fetchMock.calls('/user-performance?user=User1').length).toBe(1);
  expect(screen.getByText('Tasks completed: 5')).toBeInTheDocument();
  expect(screen.queryByText('Error fetching performance metrics')).toBeNull(); // added
}, 10000);

test('Fail to view user performance metrics due to server error', async () => {
  fetchMock.get('/user-performance?user=User1', { status: 500, body: { metrics: null } });

  await act(async () => { render(<MemoryRouter><App /></MemoryRouter>); });
  expect(screen.queryByText('Tasks completed: 5')).toBeNull(); // added
  expect(screen.queryByText('Error fetching performance metrics')).toBeNull(); // added
  await act(async () => { fireEvent.change(screen.getByTestId('user-select'), { target: { value: 'User1' } }); });
  await act(async () => { fireEvent.click(screen.getByTestId('view-metrics-button')); });

  expect(fetchMock.calls('/user-performance?user=User1').length).toBe(1);
  expect(screen.getByText('Error fetching performance metrics')).toBeInTheDocument();
  expect(screen.queryByText('Tasks completed: 5')).toBeNull(); // added
}, 10000);

// added: after a failure, a success takes its message away. It counts only if the page lets one try again.
test('Assign task to user successfully, after a failure', async () => {
  fetchMock.post('/assign-task', { status: 500, body: { success: false } });

  await act(async () => { render(<MemoryRouter><App /></MemoryRouter>); });
  await act(async () => { fireEvent.change(screen.getByTestId('task-input'), { target: { value: 'New Task' } }); });
  await act(async () => { fireEvent.change(screen.getByTestId('user-select'), { target: { value: 'User1' } }); });
  await act(async () => { fireEvent.click(screen.getByTestId('assign-task-button')); });

  fetchMock.reset();
  fetchMock.post('/assign-task', { status: 200, body: { success: true } });
  if (screen.queryAllByTestId('task-input').length !== 1) return;
  await act(async () => { fireEvent.change(screen.getByTestId('task-input'), { target: { value: 'New Task' } }); });
  if (screen.queryAllByTestId('user-select').length !== 1) return;
  await act(async () => { fireEvent.change(screen.getByTestId('user-select'), { target: { value: 'User1' } }); });
  if (screen.queryAllByTestId('assign-task-button').length !== 1) return;
  await act(async () => { fireEvent.click(screen.getByTestId('assign-task-button')); });

  if (screen.queryAllByText('Task assigned successfully').length) expect(screen.queryByText('Error assigning task')).toBeNull();
}, 10000);

// added: after a failure, a success takes its message away. It counts only if the page lets one try again.
test('View user performance metrics successfully, after a failure', async () => {
  fetchMock.get('/user-performance?user=User1', { status: 500, body: { metrics: null } });

  await act(async () => { render(<MemoryRouter><App /></MemoryRouter>); });
  await act(async () => { fireEvent.change(screen.getByTestId('user-select'), { target: { value: 'User1' } }); });
  await act(async () => { fireEvent.click(screen.getByTestId('view-metrics-button')); });

  fetchMock.reset();
  fetchMock.get('/user-performance?user=User1', { status: 200, body: { metrics: { tasksCompleted: 5 } } });
  if (screen.queryAllByTestId('user-select').length !== 1) return;
  await act(async () => { fireEvent.change(screen.getByTestId('user-select'), { target: { value: 'User1' } }); });
  if (screen.queryAllByTestId('view-metrics-button').length !== 1) return;
  await act(async () => { fireEvent.click(screen.getByTestId('view-metrics-button')); });

  if (screen.queryAllByText('Tasks completed: 5').length) expect(screen.queryByText('Error fetching performance metrics')).toBeNull();
}, 10000);

// added: after a success, a failure takes its message away. It counts only if the page lets one try again.
test('Fail to assign task due to server error, after a success', async () => {
  fetchMock.post('/assign-task', { status: 200, body: { success: true } });

  await act(async () => { render(<MemoryRouter><App /></MemoryRouter>); });
  await act(async () => { fireEvent.change(screen.getByTestId('task-input'), { target: { value: 'New Task' } }); });
  await act(async () => { fireEvent.change(screen.getByTestId('user-select'), { target: { value: 'User1' } }); });
  await act(async () => { fireEvent.click(screen.getByTestId('assign-task-button')); });

  fetchMock.reset();
  fetchMock.post('/assign-task', { status: 500, body: { success: false } });
  if (screen.queryAllByTestId('task-input').length !== 1) return;
  await act(async () => { fireEvent.change(screen.getByTestId('task-input'), { target: { value: 'New Task' } }); });
  if (screen.queryAllByTestId('user-select').length !== 1) return;
  await act(async () => { fireEvent.change(screen.getByTestId('user-select'), { target: { value: 'User1' } }); });
  if (screen.queryAllByTestId('assign-task-button').length !== 1) return;
  await act(async () => { fireEvent.click(screen.getByTestId('assign-task-button')); });

  if (screen.queryAllByText('Error assigning task').length) expect(screen.queryByText('Task assigned successfully')).toBeNull();
}, 10000);

// added: no message before the server answers.
test('Assign task to user successfully, not before the answer', async () => {
  let answer;
  fetchMock.post('/assign-task', new Promise((resolve) => { answer = resolve; }));

  await act(async () => { render(<MemoryRouter><App /></MemoryRouter>); });
  await act(async () => { fireEvent.change(screen.getByTestId('task-input'), { target: { value: 'New Task' } }); });
  await act(async () => { fireEvent.change(screen.getByTestId('user-select'), { target: { value: 'User1' } }); });
  await act(async () => { fireEvent.click(screen.getByTestId('assign-task-button')); });
  expect(screen.queryByText('Task assigned successfully')).toBeNull();
  expect(screen.queryByText('Error assigning task')).toBeNull();
  await act(async () => { answer({ status: 200, body: { success: true } }); });

  expect(screen.getByText('Task assigned successfully')).toBeInTheDocument();
}, 10000);

// added: no message before the server answers. Then the page shows what the server answered.
test('View user performance metrics successfully, not before the answer', async () => {
  let answer;
  fetchMock.get('/user-performance?user=User1', new Promise((resolve) => { answer = resolve; }));

  await act(async () => { render(<MemoryRouter><App /></MemoryRouter>); });
  await act(async () => { fireEvent.change(screen.getByTestId('user-select'), { target: { value: 'User1' } }); });
  await act(async () => { fireEvent.click(screen.getByTestId('view-metrics-button')); });
  expect(screen.queryByText('Tasks completed: 12')).toBeNull();
  expect(screen.queryByText('Error fetching performance metrics')).toBeNull();
  await act(async () => { answer({ status: 200, body: { metrics: { tasksCompleted: 12 } } }); });

  expect(screen.getByText('Tasks completed: 12')).toBeInTheDocument();
}, 10000);
