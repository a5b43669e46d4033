import React from 'react';
import { render, screen, act, fireEvent } from '@testing-library/react';
import { MemoryRouter } from 'react-router-dom';
import fetchMock from 'fetch-mock';
import '@testing-library/jest-dom';
import MyComponent from './trackHealthMetrics';

afterEach(() => {
  fetchMock.reset();
  fetchMock.restore();
});

test('Track health metrics successfully', async () => {
  fetchMock.post('/api/health-metrics', 200);

  await act(async () => { render(<MemoryRouter><MyComponent /></MemoryRouter>); });
  expect(screen.queryByText('Health metrics recorded successfully')).toBeNull(); // added
  expect(screen.queryByText('Failed to record health metrics')).toBeNull(); // added
  await act(async () => { fireEvent.change(screen.getByTestId('weight-input'), { target: { value: '10.2' } }); });
  await act(async () => { fireEvent.click(screen.getByTestId('submit-button')); });

  expect(fetchMock.calls('/api/health-metrics').length).toBe(1);
  expect(screen.getByText('Health metrics recorded successfully')).toBeInTheDocument();
  expect(screen.queryByText('Failed to record health metrics')).toBeNull(); // added
}, 10000);

test('Fail to track health metrics with error', async () => {
  fetchMock.post('/api/health-metrics', 500);

  await act(async () => { render(<MemoryRouter><MyComponent /></MemoryRouter>); });
  expect(screen.queryByText('Health metrics recorded successfully')).toBeNull(); // added
  expect(screen.queryByText('Failed to record health metrics')).toBeNull(); // added
  await act(async () => { fireEvent.change(screen.getByTestId('weight-input'), { target: { value: '' } }); }); // Failure case: Empty input
  await act(async () => { fireEvent.click(screen.getByTestId('submit-button')); });

  expect(fetchMock.calls('/api/health-metrics').length).toBe(1);
  expect(screen.getByText('Failed to record health metrics')).toBeInTheDocument(); // Error message
  expect(screen.queryByText('Health metrics recorded successfully')).toBeNull(); // added
}, 10000);

// added: after a failure, a success takes its message away. It counts only if the page lets one try again.
test('Track health metrics successfully, after a failure', async () => {
  fetchMock.post('/api/health-metrics', 500);

  await act(async () => { render(<MemoryRouter><MyComponent /></MemoryRouter>); });
  await act(async () => { fireEvent.change(screen.getByTestId('weight-input'), { target: { value: '' } }); }); // Failure case: Empty input
  await act(async () => { fireEvent.click(screen.getByTestId('submit-button')); });

  fetchMock.reset();
  fetchMock.post('/api/health-metrics', 200);
  if (screen.queryAllByTestId('weight-input').length !== 1) return;
  await act(async () => { fireEvent.change(screen.getByTestId('weight-input'), { target: { value: '10.2' } }); });
  if (screen.queryAllByTestId('submit-button').length !== 1) return;
  await act(async () => { fireEvent.click(screen.getByTestId('submit-button')); });

  if (screen.queryAllByText('Health metrics recorded successfully').length) expect(screen.queryByText('Failed to record health metrics')).toBeNull();
}, 10000);

// added: after a success, a failure takes its message away. It counts only if the page lets one try again.
test('Fail to track health metrics with error, after a success', async () => {
  fetchMock.post('/api/health-metrics', 200);

  await act(async () => { render(<MemoryRouter><MyComponent /></MemoryRouter>); });
  await act(async () => { fireEvent.change(screen.getByTestId('weight-input'), { target: { value: '10.2' } }); });
  await act(async () => { fireEvent.click(screen.getByTestId('submit-button')); });

  fetchMock.reset();
  fetchMock.post('/api/health-metrics', 500);
  if (screen.queryAllByTestId('weight-input').length !== 1) return;
  await act(async () => { fireEvent.change(screen.getByTestId('weight-input'), { target: { value: '' } }); }); // Failure case: Empty input
  if (screen.queryAllByTestId('submit-button').length !== 1) return;
  await act(async () => { fireEvent.click(screen.getByTestId('submit-button')); });

  if (screen.queryAllByText('Failed to record health metrics').length) expect(screen.queryByText('Health metrics recorded successfully')).toBeNull();
}, 10000);

// added: no message before the server answers.
test('Track health metrics successfully, not before the answer', async () => {
  let answer;
  fetchMock.post('/api/health-metrics', new Promise((resolve) => { answer = resolve; }));

  await act(async () => { render(<MemoryRouter><MyComponent /></MemoryRouter>); });
  await act(async () => { fireEvent.change(screen.getByTestId('weight-input'), { target: { value: '10.2' } }); });
  await act(async () => { fireEvent.click(screen.getByTestId('submit-button')); });
  expect(screen.queryByText('Health metrics recorded successfully')).toBeNull();
  expect(screen.queryByText('Failed to record health metrics')).toBeNull();
  await act(async () => { answer(200); });

  expect(screen.getByText('Health metrics recorded successfully')).toBeInTheDocument();
}, 10000);
