import React from 'react';
import { render, screen, act, fireEvent } from '@testing-library/react';
import { MemoryRouter } from 'react-router-dom';
import fetchMock from 'fetch-mock';
import '@testing-library/jest-dom';
import MyFinanceTool from './expenseSummary';

afterEach(() => {
  fetchMock.reset();
  fetchMock.restore();
});

test('Success: Generate a summary of expenses by category.', async () => {
  fetchMock.get('/api/summary', { status: 200, body: { success: true, summary: 'Food: 500, Transport: 200' } });

  await act(async () => {
    render(<MemoryRouter><MyFinanceTool /></MemoryRouter>);
  });
  expect(screen.queryByText('Summary generated: Food: 500, Transport: 200')).toBeNull(); // added
  expect(screen.queryByText('Summary error')).toBeNull(); // added

  await act(async () => {
    fireEvent.click(screen.getByTestId('generate-summary-btn'));
  });

  expect(fetchMock.calls('/api/summary').length).toBe(1);
  expect(screen.getByText('Summary generated: Food: 500, Transport: 200')).toBeInTheDocument();
  expect(screen.queryByText('Summary error')).toBeNull(); // added
}, 10000);

test('Failure: Generate a summary of expenses by category.', async () => {
  fetchMock.get('/api/summary', { status: 500, body: { error: 'Summary error' } });

  await act(async () => {
    render(<MemoryRouter><MyFinanceTool /></MemoryRouter>);
  });
  expect(screen.queryByText('Summary generated: Food: 500, Transport: 200')).toBeNull(); // added
  expect(screen.queryByText('Summary error')).toBeNull(); // added

  await act(async () => {
    fireEvent.click(screen.getByTestId('generate-summary-btn'));
  });

  expect(fetchMock.calls('/api/summary').length).toBe(1);
  expect(screen.getByText('Summary error')).toBeInTheDocument();
  expect(screen.queryByText('Summary generated: Food: 500, Transport: 200')).toBeNull(); // added
}, 10000);

// added: after a failure, a success takes its message away. It counts only if the page lets one try again.
test('Success: Generate a summary of expenses by category, after a failure', async () => {
  fetchMock.get('/api/summary', { status: 500, body: { error: 'Summary error' } });

  await act(async () => {
    render(<MemoryRouter><MyFinanceTool /></MemoryRouter>);
  });
  await act(async () => {
    fireEvent.click(screen.getByTestId('generate-summary-btn'));
  });

  fetchMock.reset();
  fetchMock.get('/api/summary', { status: 200, body: { success: true, summary: 'Food: 500, Transport: 200' } });
  if (screen.queryAllByTestId('generate-summary-btn').length !== 1) return;
  await act(async () => {
    fireEvent.click(screen.getByTestId('generate-summary-btn'));
  });

  if (screen.queryAllByText('Summary generated: Food: 500, Transport: 200').length) expect(screen.queryByText('Summary error')).toBeNull();
}, 10000);

// added: no message before the server answers. Then the page shows what the server answered.
test('Success: Generate a summary of expenses by category, not before the answer', async () => {
  let answer;
  fetchMock.get('/api/summary', new Promise((resolve) => { answer = resolve; }));

  await act(async () => {
    render(<MemoryRouter><MyFinanceTool /></MemoryRouter>);
  });
  await act(async () => {
    fireEvent.click(screen.getByTestId('generate-summary-btn'));
  });
  expect(screen.queryByText('Summary generated: Rent: 900, Books: 40')).toBeNull();
  expect(screen.queryByText('Summary error')).toBeNull();
  await act(async () => { answer({ status: 200, body: { success: true, summary: 'Rent: 900, Books: 40' } }); });

  expect(screen.getByText('Summary generated: Rent: 900, Books: 40')).toBeInTheDocument();
}, 10000);
