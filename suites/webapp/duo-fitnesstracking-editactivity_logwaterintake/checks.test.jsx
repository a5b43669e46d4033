import React from 'react';
import { render, screen, act, fireEvent } from '@testing-library/react';
import { MemoryRouter } from 'react-router-dom';
import fetchMock from 'fetch-mock';
import '@testing-library/jest-dom';
import App from './editActivity_logWaterIntake';

afterEach(() => {
  fetchMock.reset();
  fetchMock.restore();
});

test('User can edit an existing fitness activity successfully.', async () => {
  fetchMock.put('/api/editActivity', { status: 200, body: { success: true } });

  await act(async () => {
    render(<MemoryRouter><App /></MemoryRouter>);
  });
  expect(screen.queryByText('Activity updated successfully')).toBeNull(); // added
  expect(screen.queryByText('Failed to edit activity')).toBeNull(); // added
  await act(async () => {
    fireEvent.change(screen.getByTestId('activity-name'), { target: { value: 'Updated Running' } });
    fireEvent.click(screen.getByTestId('submit-edit'));
  });

  expect(fetchMock.called('/api/editActivity')).toBeTruthy();
  expect(screen.getByText('Activity updated successfully')).toBeInTheDocument();
  expect(screen.queryByText('Failed to edit activity')).toBeNull(); // added
}, 10000);

test('User sees an error message when editing a fitness activity fails.', async () => {
  fetchMock.put('/api/editActivity', { status: 500, body: { error: 'Failed to edit activity' } });

  await act(async () => {
    render(<MemoryRouter><App /></MemoryRouter>);
  });
  expect(screen.queryByText('Activity updated successfully')).toBeNull(); // added
  expect(screen.queryByText('Failed to edit activity')).toBeNull(); // added
  await act(async () => {
    fireEvent.change(screen.getByTestId('activity-name'), { target: { value: 'Updated Running' } });
    fireEvent.click(screen.getByTestId('submit-edit'));
  });

  expect(fetchMock.called('/api/editActivity')).toBeTruthy();
  expect(screen.getByText('Failed to edit activity')).toBeInTheDocument();
  expect(screen.queryByText('Activity updated successfully')).toBeNull(); // added
}, 10000);

test('logs water intake successfully and displays intake in the list', async () => {
  fetchMock.post('/api/log-water-intake', { status: 200, body: { success: true } });

  await act(async () => { render(<MemoryRouter><App /></MemoryRouter>); });
  expect(screen.queryByText('Water logged successfully!')).toBeNull(); // added
  expect(screen.queryByText('Failed to log water intake.')).toBeNull(); // added
  await act(async () => { fireEvent.change(screen.getByPlaceholderText('Enter water intake'), { target: { value: '500' } }); });
  await act(async () => { fireEvent.click(screen.getByText('Log Water')); });

  expect(fetchMock.calls()).toHaveLength(1);
  expect(screen.getByText('Water logged successfully!')).toBeInTheDocument();
  expect(screen.queryByText('Failed to log water intake.')).toBeNull(); // added
}, 10000);

test('fails to log water intake and displays an error message', async () => {
  fetchMock.post('/api/log-water-intake', { status: 400, body: { error: 'Invalid intake' } });

  await act(async () => { render(<MemoryRouter><App /></MemoryRouter>); });
  expect(screen.queryByText('Water logged successfully!')).toBeNull(); // added
  expect(screen.queryByText('Failed to log water intake.')).toBeNull(); // added
  await act(async () => { fireEvent.change(screen.getByPlaceholderText('Enter water intake'), { target: { value: '-100' } }); });
  await act(async () => { fireEvent.click(screen.getByText('Log Water')); });

  expect(fetchMock.calls()).toHaveLength(1);
  expect(screen.getByText('Failed to log water intake.')).toBeInTheDocument();
  expect(screen.queryByText('Water logged successfully!')).toBeNull(); // added
}, 10000);

// added: after a failure, a success takes its message away. It counts only if the page lets one try again.
test('User can edit an existing fitness activity successfully, after a failure', async () => {
  fetchMock.put('/api/editActivity', { status: 500, body: { error: 'Failed to edit activity' } });

  await act(async () => {
    render(<MemoryRouter><App /></MemoryRouter>);
  });
  await act(async () => {
    fireEvent.change(screen.getByTestId('activity-name'), { target: { value: 'Updated Running' } });
    fireEvent.click(screen.getByTestId('submit-edit'));
  });

  fetchMock.reset();
  fetchMock.put('/api/editActivity', { status: 200, body: { success: true } });
  if (screen.queryAllByTestId('activity-name').length !== 1) return;
  if (screen.queryAllByTestId('submit-edit').length !== 1) return;
  await act(async () => {
    fireEvent.change(screen.getByTestId('activity-name'), { target: { value: 'Updated Running' } });
    fireEvent.click(screen.getByTestId('submit-edit'));
  });

  if (screen.queryAllByText('Activity updated successfully').length) expect(screen.queryByText('Failed to edit activity')).toBeNull();
}, 10000);

// added: after a failure, a success takes its message away. It counts only if the page lets one try again.
test('logs water intake successfully and displays intake in the list, after a failure', async () => {
  fetchMock.post('/api/log-water-intake', { status: 400, body: { error: 'Invalid intake' } });

  await act(async () => { render(<MemoryRouter><App /></MemoryRouter>); });
  await act(async () => { fireEvent.change(screen.getByPlaceholderText('Enter water intake'), { target: { value: '-100' } }); });
  await act(async () => { fireEvent.click(screen.getByText('Log Water')); });

  fetchMock.reset();
  fetchMock.post('/api/log-water-intake', { status: 200, body: { success: true } });
  if (screen.queryAllByPlaceholderText('Enter water intake').length !== 1) return;
  await act(async () => { fireEvent.change(screen.getByPlaceholderText('Enter water intake'), { target: { value: '500' } }); });
  if (screen.queryAllByText('Log Water').length !== 1) return;
  await act(async () => { fireEvent.click(screen.getByText('Log Water')); });

  if (screen.queryAllByText('Water logged successfully!').length) expect(screen.queryByText('Failed to log water intake.')).toBeNull();
}, 10000);

// added: after a success, a failure takes its message away. It counts only if the page lets one try again.
test('User sees an error message when editing a fitness activity fails, after a success', async () => {
  fetchMock.put('/api/editActivity', { status: 200, body: { success: true } });

  await act(async () => {
    render(<MemoryRouter><App /></MemoryRouter>);
  });
  await act(async () => {
    fireEvent.change(screen.getByTestId('activity-name'), { target: { value: 'Updated Running' } });
    fireEvent.click(screen.getByTestId('submit-edit'));
  });

  fetchMock.reset();
  fetchMock.put('/api/editActivity', { status: 500, body: { error: 'Failed to edit activity' } });
  if (screen.queryAllByTestId('activity-name').length !== 1) return;
  if (screen.queryAllByTestId('submit-edit').length !== 1) return;
  await act(async () => {
    fireEvent.change(screen.getByTestId('activity-name'), { target: { value: 'Updated Running' } });
    fireEvent.click(screen.getByTestId('submit-edit'));
  });

  if (screen.queryAllByText('Failed to edit activity').length) expect(screen.queryByText('Activity updated successfully')).toBeNull();
}, 10000);

// added: after a success, a failure takes its message away. It counts only if the page lets one try again.
test('fails to log water intake and displays an error message, after a success', async () => {
  fetchMock.post('/api/log-water-intake', { status: 200, body: { success: true } });

  await act(async () => { render(<MemoryRouter><App /></MemoryRouter>); });
  await act(async () => { fireEvent.change(screen.getByPlaceholderText('Enter water intake'), { target: { value: '500' } }); });
  await act(async () => { fireEvent.click(screen.getByText('Log Water')); });

  fetchMock.reset();
  fetchMock.post('/api/log-water-intake', { status: 400, body: { error: 'Invalid intake' } });
  if (screen.queryAllByPlaceholderText('Enter water intake').length !== 1) return;
  await act(async () => { fireEvent.change(screen.getByPlaceholderText('Enter water intake'), { target: { value: '-100' } }); });
  if (screen.queryAllByText('Log Water').length !== 1) return;
  await act(async () => { fireEvent.click(screen.getByText('Log Water')); });

  if (screen.queryAllByText('Failed to log water intake.').length) expect(screen.queryByText('Water logged successfully!')).toBeNull();
}, 10000);

// added: no message before the server answers.
test('User can edit an existing fitness activity successfully, not before the answer', async () => {
  let answer;
  fetchMock.put('/api/editActivity', new Promise((resolve) => { answer = resolve; }));

  await act(async () => {
    render(<MemoryRouter><App /></MemoryRouter>);
  });
  await act(async () => {
    fireEvent.change(screen.getByTestId('activity-name'), { target: { value: 'Updated Running' } });
    fireEvent.click(screen.getByTestId('submit-edit'));
  });
  expect(screen.queryByText('Activity updated successfully')).toBeNull();
  expect(screen.queryByText('Failed to edit activity')).toBeNull();
  await act(async () => { answer({ status: 200, body: { success: true } }); });

  expect(screen.getByText('Activity updated successfully')).toBeInTheDocument();
}, 10000);

// added: no message before the server answers.
test('logs water intake successfully and displays intake in the list, not before the answer', async () => {
  let answer;
  fetchMock.post('/api/log-water-intake', new Promise((resolve) => { answer = resolve; }));

  await act(async () => { render(<MemoryRouter><App /></MemoryRouter>); });
  await act(async () => { fireEvent.change(screen.getByPlaceholderText('Enter water intake'), { target: { value: '500' } }); });
  await act(async () => { fireEvent.click(screen.getByText('Log Water')); });
  expect(screen.queryByText('Water logged successfully!')).toBeNull();
  expect(screen.queryByText('Failed to log water intake.')).toBeNull();
  await act(async () => { answer({ status: 200, body: { success: true } }); });

  expect(screen.getByText('Water logged successfully!')).toBeInTheDocument();
}, 10000);
