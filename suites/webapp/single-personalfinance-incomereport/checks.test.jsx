import React from 'react';
import { render, screen, act, fireEvent } from '@testing-library/react';
import { MemoryRouter } from 'react-router-dom';
import fetchMock from 'fetch-mock';
import '@testing-library/jest-dom';
import App from './incomeReport';

afterEach(() => {
  fetchMock.reset();
  fetchMock.restore();
});

test('Generates an income report for the given period successfully', async () => {
  fetchMock.post('/api/income-report', {
    body: { data: 'Income Report Data' },
    headers: { 'content-type': 'application/json' }
  });

  await act(async () => { render(<MemoryRouter><App /></MemoryRouter>); });
  expect(screen.queryByText('Income Report Data')).toBeNull(); // added
  expect(screen.queryByText('Invalid date format')).toBeNull(); // added
  await act(async () => { fireEvent.change(screen.getByTestId('report-period-income'), { target: { value: '2023-01-01' } }); });
  await act(async () => { fireEvent.click(screen.getByTestId('generate-income-report-button')); });

  expect(fetchMock.calls()).toHaveLength(1);
  expect(screen.getByText('Income Report Data')).toBeInTheDocument();
  expect(screen.queryByText('Invalid date format')).toBeNull(); // added
}, 10000);

test('Fails to generate an income report due to invalid date format', async () => {
  fetchMock.post('/api/income-report', 400);

  await act(async () => { render(<MemoryRouter><App /></MemoryRouter>); });
  expect(screen.queryByText('Income Report Data')).toBeNull(); // added
  expect(screen.queryByText('Invalid date format')).toBeNull(); // added
  await act(async () => { fireEvent.change(screen.getByTestId('report-period-income'), { target: { value: 'invalid-date' } }); });
  await act(async () => { fireEvent.click(screen.getByTestId('generate-income-report-button')); });

  expect(fetchMock.calls()).toHaveLength(1);
  expect(screen.getByText('Invalid date format')).toBeInTheDocument();
  expect(screen.queryByText('Income Report Data')).toBeNull(); // added
}, 10000);

// added: after a failure, a success takes its message away. It counts only if the page lets one try again.
test('Generates an income report for the given period successfully, after a failure', async () => {
  fetchMock.post('/api/income-report', 400);

  await act(async () => { render(<MemoryRouter><App /></MemoryRouter>); });
  await act(async () => { fireEvent.change(screen.getByTestId('report-period-income'), { target: { value: 'invalid-date' } }); });
  await act(async () => { fireEvent.click(screen.getByTestId('generate-income-report-button')); });

  fetchMock.reset();
  fetchMock.post('/api/income-report', {
    body: { data: 'Income Report Data' },
    headers: { 'content-type': 'application/json' }
  });
  if (screen.queryAllByTestId('report-period-income').length !== 1) return;
  await act(async () => { fireEvent.change(screen.getByTestId('report-period-income'), { target: { value: '2023-01-01' } }); });
  if (screen.queryAllByTestId('generate-income-report-button').length !== 1) return;
  await act(async () => { fireEvent.click(screen.getByTestId('generate-income-report-button')); });

  if (screen.queryAllByText('Income Report Data').length) expect(screen.queryByText('Invalid date format')).toBeNull();
}, 10000);

// added: no message before the server answers. Then the page shows what the server answered.
test('Generates an income report for the given period successfully, not before the answer', async () => {
  let answer;
  fetchMock.post('/api/income-report', new Promise((resolve) => { answer = resolve; }));

  await act(async () => { render(<MemoryRouter><App /></MemoryRouter>); });
  await act(async () => { fireEvent.change(screen.getByTestId('report-period-income'), { target: { value: '2023-01-01' } }); });
  await act(async () => { fireEvent.click(screen.getByTestId('generate-income-report-button')); });
  expect(screen.queryByText('January: 4,200')).toBeNull();
  expect(screen.queryByText('Invalid date format')).toBeNull();
  await act(async () => { answer({
    body: { data: 'January: 4,200' },
    headers: { 'content-type': 'application/json' }
  }); });

  expect(screen.getByText('January: 4,200')).toBeInTheDocument();
}, 10000);
