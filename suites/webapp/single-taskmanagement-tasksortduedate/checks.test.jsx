import React from 'react';
import { render, screen, act, fireEvent } from '@testing-library/react';
import { MemoryRouter } from 'react-router-dom';
import fetchMock from 'fetch-mock';
import '@testing-library/jest-dom';
import TaskList from './taskSortDueDate';

afterEach(() => {
  fetchMock.reset();
  fetchMock.restore();
});

test('Sort tasks by due date successfully.', async () => {
  fetchMock.get('/api/tasks?sort=dueDate', {
    tasks: [
      { id: 4, title: 'Task 4', dueDate: '2023-10-09' },
      { id: 5, title: 'Task 5', dueDate: '2023-10-10' },
    ],
  });

  await act(async () => {
    render(<MemoryRouter><TaskList /></MemoryRouter>);
  });
  expect(screen.queryByText('Task 4')).toBeNull(); // added
  expect(screen.queryByText('Task 5')).toBeNull(); // added
  expect(screen.queryByText('Failed to sort tasks.')).toBeNull(); // added
  await act(async () => {
    fireEvent.change(screen.getByPlaceholderText('Sort by'), { target: { value: 'dueDate' } });
  });
  await act(async () => {
    fireEvent.click(screen.getByText('Sort'));
  });

  expect(fetchMock.calls()).toHaveLength(1);
  expect(screen.getByText('Task 4')).toBeInTheDocument();
  expect(screen.getByText('Task 5')).toBeInTheDocument();
  expect(screen.queryByText('Failed to sort tasks.')).toBeNull(); // added
}, 10000);

test('Fail to sort tasks by due date when API returns 500.', async () => {
  fetchMock.get('/api/tasks?sort=dueDate', 500);
  
  await act(async () => {
    render(<MemoryRouter><TaskList /></MemoryRouter>);
  });
  expect(screen.queryByText('Task 4')).toBeNull(); // added
  expect(screen.queryByText('Task 5')).toBeNull(); // added
  expect(screen.queryByText('Failed to sort tasks.')).toBeNull(); // added
  await act(async () => {
    fireEvent.change(screen.getByPlaceholderText('Sort by'), { target: { value: 'dueDate' } });
  });
  await act(async () => {
    fireEvent.click(screen.getByText('Sort'));
  });

  expect(fetchMock.calls()).toHaveLength(1);
  expect(screen.getByText('Failed to sort tasks.')).toBeInTheDocument();
  expect(screen.queryByText('Task 4')).toBeNull(); // added
  expect(screen.queryByText('Task 5')).toBeNull(); // added
}, 10000);

// added: after a failure, a success takes its message away. It counts only if the page lets one try again.
test('Sort tasks by due date successfully, after a failure', async () => {
  fetchMock.get('/api/tasks?sort=dueDate', 500);

  await act(async () => {
    render(<MemoryRouter><TaskList /></MemoryRouter>);
  });
  await act(async () => {
    fireEvent.change(screen.getByPlaceholderText('Sort by'), { target: { value: 'dueDate' } });
  });
  await act(async () => {
    fireEvent.click(screen.getByText('Sort'));
  });

  fetchMock.reset();
  fetchMock.get('/api/tasks?sort=dueDate', {
    tasks: [
      { id: 4, title: 'Task 4', dueDate: '2023-10-09' },
      { id: 5, title: 'Task 5', dueDate: '2023-10-10' },
    ],
  });
  if (screen.queryAllByPlaceholderText('Sort by').length !== 1) return;
  await act(async () => {
    fireEvent.change(screen.getByPlaceholderText('Sort by'), { target: { value: 'dueDate' } });
  });
  if (screen.queryAllByText('Sort').length !== 1) return;
  await act(async () => {
    fireEvent.click(screen.getByText('Sort'));
  });

  if (screen.queryAllByText('Task 4').length && screen.queryAllByText('Task 5').length) expect(screen.queryByText('Failed to sort tasks.')).toBeNull();
}, 10000);

// added: no message before the server answers. Then the page shows what the server answered.
test('Sort tasks by due date successfully, not before the answer', async () => {
  let answer;
  fetchMock.get('/api/tasks?sort=dueDate', new Promise((resolve) => { answer = resolve; }));

  await act(async () => {
    render(<MemoryRouter><TaskList /></MemoryRouter>);
  });
  await act(async () => {
    fireEvent.change(screen.getByPlaceholderText('Sort by'), { target: { value: 'dueDate' } });
  });
  await act(async () => {
    fireEvent.click(screen.getByText('Sort'));
  });
  expect(screen.queryByText('Task 6')).toBeNull();
  expect(screen.queryByText('Task 7')).toBeNull();
  expect(screen.queryByText('Failed to sort tasks.')).toBeNull();
  await act(async () => { answer({
    tasks: [
      { id: 6, title: 'Task 6', dueDate: '2023-10-09' },
      { id: 7, title: 'Task 7', dueDate: '2023-10-10' },
    ],
  }); });

  expect(screen.getByText('Task 6')).toBeInTheDocument();
  expect(screen.getByText('Task 7')).toBeInTheDocument();
}, 10000);
