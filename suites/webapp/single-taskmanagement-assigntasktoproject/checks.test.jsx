import React from 'react';
import { render, screen, act, fireEvent } from '@testing-library/react';
import { MemoryRouter } from 'react-router-dom';
import fetchMock from 'fetch-mock';
import '@testing-library/jest-dom';
import App from './assignTaskToProject';

afterEach(() => {
  fetchMock.reset();
  fetchMock.restore();
});

test('should assign task to a project successfully.', async () => {
  fetchMock.post('/api/assignTask', { status: 200, body: { taskId: 1, projectId: 1 }});
  await act(async () => { render(<MemoryRouter><App /></MemoryRouter>); });
  expect(screen.queryByText('Task assigned successfully!')).toBeNull(); // added
  expect(screen.queryByText('Failed to assign task.')).toBeNull(); // added
  await act(async () => { fireEvent.change(screen.getByTestId('task-select'), { target: { value: 1 } }); });
  await act(async () => { fireEvent.change(screen.getByTestId('project-select'), { target: { value: 1 } }); });
  await act(async () => { fireEvent.click(screen.getByText('Assign')); });

  expect(fetchMock.calls('/api/assignTask')).toHaveLength(1);
  expect(screen.getByText('Task assigned successfully!')).toBeInTheDocument();
  expect(screen.queryByText('Failed to assign task.')).toBeNull(); // added
}, 10000);

test('should show error message when failing to assign task.', async () => {
  fetchMock.post('/api/assignTask', { status: 400 });
  await act(async () => { render(<MemoryRouter><App /></MemoryRouter>); });
  expect(screen.queryByText('Task assigned successfully!')).toBeNull(); // added
  expect(screen.queryByText('Failed to assign task.')).toBeNull(); // added
  await act(async () => { fireEvent.change(screen.getByTestId('task-select'), { target: { value: 1 } }); });
  await act(async () => { fireEvent.change(screen.getByTestId('project-select'), { target: { value: '' } }); });
  await act(async () => { fireEvent.click(screen.getByText('Assign')); });

  expect(fetchMock.calls('/api/assignTask')).toHaveLength(1);
  expect(screen.getByText('Failed to assign task.')).toBeInTheDocument();
  expect(screen.queryByText('Task assigned successfully!')).toBeNull(); // added
}, 10000);

// added: after a failure, a success takes its message away. It counts only if the page lets one try again.
test('should assign task to a project successfully, after a failure', async () => {
  fetchMock.post('/api/assignTask', { status: 400 });

  await act(async () => { render(<MemoryRouter><App /></MemoryRouter>); });
  await act(async () => { fireEvent.change(screen.getByTestId('task-select'), { target: { value: 1 } }); });
  await act(async () => { fireEvent.change(screen.getByTestId('project-select'), { target: { value: '' } }); });
  await act(async () => { fireEvent.click(screen.getByText('Assign')); });

  fetchMock.reset();
  fetchMock.post('/api/assignTask', { status: 200, body: { taskId: 1, projectId: 1 }});
  if (screen.queryAllByTestId('task-select').length !== 1) return;
  await act(async () => { fireEvent.change(screen.getByTestId('task-select'), { target: { value: 1 } }); });
  if (screen.queryAllByTestId('project-select').length !== 1) return;
  await act(async () => { fireEvent.change(screen.getByTestId('project-select'), { target: { value: 1 } }); });
  if (screen.queryAllByText('Assign').length !== 1) return;
  await act(async () => { fireEvent.click(screen.getByText('Assign')); });

  if (screen.queryAllByText('Task assigned successfully!').length) expect(screen.queryByText('Failed to assign task.')).toBeNull();
}, 10000);

// added: after a success, a failure takes its message away. It counts only if the page lets one try again.
test('should show error message when failing to assign task, after a success', async () => {
  fetchMock.post('/api/assignTask', { status: 200, body: { taskId: 1, projectId: 1 }});

  await act(async () => { render(<MemoryRouter><App /></MemoryRouter>); });
  await act(async () => { fireEvent.change(screen.getByTestId('task-select'), { target: { value: 1 } }); });
  await act(async () => { fireEvent.change(screen.getByTestId('project-select'), { target: { value: 1 } }); });
  await act(async () => { fireEvent.click(screen.getByText('Assign')); });

  fetchMock.reset();
  fetchMock.post('/api/assignTask', { status: 400 });
  if (screen.queryAllByTestId('task-select').length !== 1) return;
  await act(async () => { fireEvent.change(screen.getByTestId('task-select'), { target: { value: 1 } }); });
  if (screen.queryAllByTestId('project-select').length !== 1) return;
  await act(async () => { fireEvent.change(screen.getByTestId('project-select'), { target: { value: '' } }); });
  if (screen.queryAllByText('Assign').length !== 1) return;
  await act(async () => { fireEvent.click(screen.getByText('Assign')); });

  if (screen.queryAllByText('Failed to assign task.').length) expect(screen.queryByText('Task assigned successfully!')).toBeNull();
}, 10000);

// added: no message before the server answers.
test('should assign task to a project successfully, not before the answer', async () => {
  let answer;
  fetchMock.post('/api/assignTask', new Promise((resolve) => { answer = resolve; }));

  await act(async () => { render(<MemoryRouter><App /></MemoryRouter>); });
  await act(async () => { fireEvent.change(screen.getByTestId('task-select'), { target: { value: 1 } }); });
  await act(async () => { fireEvent.change(screen.getByTestId('project-select'), { target: { value: 1 } }); });
  await act(async () => { fireEvent.click(screen.getByText('Assign')); });
  expect(screen.queryByText('Task assigned successfully!')).toBeNull();
  expect(screen.queryByText('Failed to assign task.')).toBeNull();
  await act(async () => { answer({ status: 200, body: { taskId: 1, projectId: 1 }}); });

  expect(screen.getByText('Task assigned successfully!')).toBeInTheDocument();
}, 10000);
