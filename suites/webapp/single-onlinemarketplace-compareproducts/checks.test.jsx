import React from 'react';
import { render, screen, act, fireEvent } from '@testing-library/react';
import { MemoryRouter } from 'react-router-dom';
import fetchMock from 'fetch-mock';
import '@testing-library/jest-dom';
import ComparePage from './compareProducts';

afterEach(() => {
  fetchMock.reset();
  fetchMock.restore();
});

test('Comparing multiple products succeeds.', async () => {
  fetchMock.post('/api/compare', { status: 200, body: [{ id: 1, name: 'Product A' }, { id: 2, name: 'Product B' }] });

  await act(async () => { render(<MemoryRouter><ComparePage /></MemoryRouter>); });
  expect(screen.queryByText('Product A')).toBeNull(); // added
  expect(screen.queryByText('Product B')).toBeNull(); // added
  expect(screen.queryByText('Comparison failed')).toBeNull(); // added
  await act(async () => { fireEvent.click(screen.getByText('Compare Products')); });

  expect(fetchMock.calls('/api/compare').length).toBe(1);
  expect(screen.getByText('Product A')).toBeInTheDocument();
  expect(screen.getByText('Product B')).toBeInTheDocument();
  expect(screen.queryByText('Comparison failed')).toBeNull(); // added
}, 10000);

test('Comparing multiple products fails with error message.', async () => {
  fetchMock.post('/api/compare', { status: 500, body: { message: 'Comparison failed' } });

  await act(async () => { render(<MemoryRouter><ComparePage /></MemoryRouter>); });
  expect(screen.queryByText('Product A')).toBeNull(); // added
  expect(screen.queryByText('Product B')).toBeNull(); // added
  expect(screen.queryByText('Comparison failed')).toBeNull(); // added
  await act(async () => { fireEvent.click(screen.getByText('Compare Products')); });

  expect(fetchMock.calls('/api/compare').length).toBe(1);
  expect(screen.getByText('Comparison failed')).toBeInTheDocument();
  expect(screen.queryByText('Product A')).toBeNull(); // added
  expect(screen.queryByText('Product B')).toBeNull(); // added
}, 10000);

// added: after a failure, a success takes its message away. It counts only if the page lets one try again.
test('Comparing multiple products succeeds, after a failure', async () => {
  fetchMock.post('/api/compare', { status: 500, body: { message: 'Comparison failed' } });

  await act(async () => { render(<MemoryRouter><ComparePage /></MemoryRouter>); });
  await act(async () => { fireEvent.click(screen.getByText('Compare Products')); });

  fetchMock.reset();
  fetchMock.post('/api/compare', { status: 200, body: [{ id: 1, name: 'Product A' }, { id: 2, name: 'Product B' }] });
  if (screen.queryAllByText('Compare Products').length !== 1) return;
  await act(async () => { fireEvent.click(screen.getByText('Compare Products')); });

  if (screen.queryAllByText('Product A').length && screen.queryAllByText('Product B').length) expect(screen.queryByText('Comparison failed')).toBeNull();
}, 10000);

// added: no message before the server answers. Then the page shows what the server answered.
test('Comparing multiple products succeeds, not before the answer', async () => {
  let answer;
  fetchMock.post('/api/compare', new Promise((resolve) => { answer = resolve; }));

  await act(async () => { render(<MemoryRouter><ComparePage /></MemoryRouter>); });
  await act(async () => { fireEvent.click(screen.getByText('Compare Products')); });
  expect(screen.queryByText('Product C')).toBeNull();
  expect(screen.queryByText('Product D')).toBeNull();
  expect(screen.queryByText('Comparison failed')).toBeNull();
  await act(async () => { answer({ status: 200, body: [{ id: 3, name: 'Product C' }, { id: 4, name: 'Product D' }, { id: 5, name: 'Product E' }] }); });

  expect(screen.getByText('Product C')).toBeInTheDocument();
  expect(screen.getByText('Product D')).toBeInTheDocument();
  expect(screen.getByText('Product E')).toBeInTheDocument();
}, 10000);
