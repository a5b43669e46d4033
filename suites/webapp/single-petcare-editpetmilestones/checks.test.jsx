import React from 'react';
import { render, screen, act, fireEvent } from '@testing-library/react';
import { MemoryRouter } from 'react-router-dom';
import fetchMock from 'fetch-mock';
import '@testing-library/jest-dom';
import Community from './editPetMilestones';

afterEach(() => {
  fetchMock.reset();
  fetchMock.restore();
});

test('Successfully edits a pet milestone', async () => {
  fetchMock.put('/api/milestones/edit', { status: 200 });

  await act(async () => { render(<MemoryRouter><Community /></MemoryRouter>); });
  expect(screen.queryByText('Milestone updated successfully')).toBeNull(); // added
  expect(screen.queryByText('Failed to update milestone')).toBeNull(); // added
  await act(async () => { fireEvent.click(screen.getByTestId('edit-milestone-button', { name: /edit/i })); });
  await act(async () => { fireEvent.change(screen.getByTestId('milestone-input'), { target: { value: 'Learned to Fetch' } }); });
  await act(async () => { fireEvent.click(screen.getByTestId('save-milestone-button')); });

  expect(fetchMock.calls()).toHaveLength(1);
  expect(screen.getByText('Milestone updated successfully')).toBeInTheDocument();
  expect(screen.queryByText('Failed to update milestone')).toBeNull(); // added
}, 10000);

test('Fails to edit a pet milestone', async () => {
  fetchMock.put('/api/milestones/edit', { status: 400 });

  await act(async () => { render(<MemoryRouter><Community /></MemoryRouter>); });
  expect(screen.queryByText('Milestone updated successfully')).toBeNull(); // added
  expect(screen.queryByText('Failed to update milestone')).toBeNull(); // added
  await act(async () => { fireEvent.click(screen.getByTestId('edit-milestone-button', { name: /edit/i })); });
  await act(async () => { fireEvent.click(screen.getByTestId('save-milestone-button')); });

  expect(fetchMock.calls()).toHaveLength(1);
  expect(screen.getByText('Failed to update milestone')).toBeInTheDocument();
  expect(screen.queryByText('Milestone updated successfully')).toBeNull(); // added
}, 10000);

// added: after a failure, a success takes its message away. It counts only if the page lets one try again.
test('Successfully edits a pet milestone, after a failure', async () => {
  fetchMock.put('/api/milestones/edit', { status: 400 });

  await act(async () => { render(<MemoryRouter><Community /></MemoryRouter>); });
  await act(async () => { fireEvent.click(screen.getByTestId('edit-milestone-button', { name: /edit/i })); });
  await act(async () => { fireEvent.click(screen.getByTestId('save-milestone-button')); });

  fetchMock.reset();
  fetchMock.put('/api/milestones/edit', { status: 200 });
  if (screen.queryAllByTestId('edit-milestone-button', { name: /edit/i }).length !== 1) return;
  await act(async () => { fireEvent.click(screen.getByTestId('edit-milestone-button', { name: /edit/i })); });
  if (screen.queryAllByTestId('milestone-input').length !== 1) return;
  await act(async () => { fireEvent.change(screen.getByTestId('milestone-input'), { target: { value: 'Learned to Fetch' } }); });
  if (screen.queryAllByTestId('save-milestone-button').length !== 1) return;
  await act(async () => { fireEvent.click(screen.getByTestId('save-milestone-button')); });

  if (screen.queryAllByText('Milestone updated successfully').length) expect(screen.queryByText('Failed to update milestone')).toBeNull();
}, 10000);

// added: after a success, a failure takes its message away. It counts only if the page lets one try again.
test('Fails to edit a pet milestone, after a success', async () => {
  fetchMock.put('/api/milestones/edit', { status: 200 });

  await act(async () => { render(<MemoryRouter><Community /></MemoryRouter>); });
  await act(async () => { fireEvent.click(screen.getByTestId('edit-milestone-button', { name: /edit/i })); });
  await act(async () => { fireEvent.change(screen.getByTestId('milestone-input'), { target: { value: 'Learned to Fetch' } }); });
  await act(async () => { fireEvent.click(screen.getByTestId('save-milestone-button')); });

  fetchMock.reset();
  fetchMock.put('/api/milestones/edit', { status: 400 });
  if (screen.queryAllByTestId('edit-milestone-button', { name: /edit/i }).length !== 1) return;
  await act(async () => { fireEvent.click(screen.getByTestId('edit-milestone-button', { name: /edit/i })); });
  if (screen.queryAllByTestId('save-milestone-button').length !== 1) return;
  await act(async () => { fireEvent.click(screen.getByTestId('save-milestone-button')); });

  if (screen.queryAllByText('Failed to update milestone').length) expect(screen.queryByText('Milestone updated successfully')).toBeNull();
}, 10000);

// added: no message before the server answers.
test('Successfully edits a pet milestone, not before the answer', async () => {
  let answer;
  fetchMock.put('/api/milestones/edit', new Promise((resolve) => { answer = resolve; }));

  await act(async () => { render(<MemoryRouter><Community /></MemoryRouter>); });
  await act(async () => { fireEvent.click(screen.getByTestId('edit-milestone-button', { name: /edit/i })); });
  await act(async () => { fireEvent.change(screen.getByTestId('milestone-input'), { target: { value: 'Learned to Fetch' } }); });
  await act(async () => { fireEvent.click(screen.getByTestId('save-milestone-button')); });
  expect(screen.queryByText('Milestone updated successfully')).toBeNull();
  expect(screen.queryByText('Failed to update milestone')).toBeNull();
  await act(async () => { answer({ status: 200 }); });

  expect(screen.getByText('Milestone updated successfully')).toBeInTheDocument();
}, 10000);
