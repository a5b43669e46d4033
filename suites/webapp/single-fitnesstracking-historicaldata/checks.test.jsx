import React from 'react';
import { render, screen, act, fireEvent } from '@testing-library/react';
import { MemoryRouter } from 'react-router-dom';
import fetchMock from 'fetch-mock';
import '@testing-library/jest-dom';
import FitnessApp from './historicalData';

afterEach(() => {
  fetchMock.reset();
  fetchMock.restore();
});

test('User can view historical data for past fitness activities successfully.', async () => {
  fetchMock.get('/api/historicalData', { status: 200, body: { data: [{ id: 1, name: 'Running' }] } });

  await act(async () => {
    render(<MemoryRouter><FitnessApp /></MemoryRouter>);
  });
  expect(screen.queryByText('Running')).toBeNull(); // added
  expect(screen.queryByText('Failed to fetch historical data')).toBeNull(); // added
  await act(async () => {
    fireEvent.click(screen.getByTestId('view-historical-data'));
  });

  expect(fetchMock.called('/api/historicalData')).toBeTruthy();
  expect(screen.getByText('Running')).toBeInTheDocument();
  expect(screen.queryByText('Failed to fetch historical data')).toBeNull(); // added
}, 10000);

test('User sees an error message when viewing historical data fails.', async () => {
  fetchMock.get('/api/historicalData', { status: 500, body: { error: 'Failed to fetch historical data' } });

  await act(async () => {
    render(<MemoryRouter><FitnessApp /></MemoryRouter>);
  });
  expect(screen.queryByText('Running')).toBeNull(); // added
  expect(screen.queryByText('Failed to fetch historical data')).toBeNull(); // added
  await act(async () => {
    fireEvent.click(screen.getByTestId('view-historical-data'));
  });

  expect(fetchMock.called('/api/historicalData')).toBeTruthy();
  expect(screen.getByText('Failed to fetch historical data')).toBeInTheDocument();
  expect(screen.queryByText('Running')).toBeNull(); // added
}, 10000);

// added: after a failure, a success takes its message away. It counts only if the page lets one try again.
test('User can view historical data for past fitness activities successfully, after a failure', async () => {
  fetchMock.get('/api/historicalData', { status: 500, body: { error: 'Failed to fetch historical data' } });

  await act(async () => {
    render(<MemoryRouter><FitnessApp /></MemoryRouter>);
  });
  await act(async () => {
    fireEvent.click(screen.getByTestId('view-historical-data'));
  });

  fetchMock.reset();
  fetchMock.get('/api/historicalData', { status: 200, body: { data: [{ id: 1, name: 'Running' }] } });
  if (screen.queryAllByTestId('view-historical-data').length !== 1) return;
  await act(async () => {
    fireEvent.click(screen.getByTestId('view-historical-data'));
  });

  if (screen.queryAllByText('Running').length) expect(screen.queryByText('Failed to fetch historical data')).toBeNull();
}, 10000);

// added: no message before the server answers. Then the page shows what the server answered.
test('User can view historical data for past fitness activities successfully, not before the answer', async () => {
  let answer;
  fetchMock.get('/api/historicalData', new Promise((resolve) => { answer = resolve; }));

  await act(async () => {
    render(<MemoryRouter><FitnessApp /></MemoryRouter>);
  });
  await act(async () => {
    fireEvent.click(screen.getByTestId('view-historical-data'));
  });
  expect(screen.queryByText('Swimming')).toBeNull();
  expect(screen.queryByText('Failed to fetch historical data')).toBeNull();
  await act(async () => { answer({ status: 200, body: { data: [{ id: 2, name: 'Swimming' }, { id: 3, name: 'Cycling' }] } }); });

  expect(screen.getByText('Swimming')).toBeInTheDocument();
  expect(screen.getByText('Cycling')).toBeInTheDocument();
}, 10000);
