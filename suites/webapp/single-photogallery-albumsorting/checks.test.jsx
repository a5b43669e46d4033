import React from 'react';
import { render, screen, act, fireEvent } from '@testing-library/react';
import { MemoryRouter } from 'react-router-dom';
import fetchMock from 'fetch-mock';
import '@testing-library/jest-dom';
import YourComponent from './albumSorting';

afterEach(() => {
  fetchMock.reset();
  fetchMock.restore();
});

test('Album Sorting: success', async () => {
  fetchMock.get('/api/albums?sortBy=date', { body: [{ id: 1, name: 'Album1' }] });

  await act(async () => {
    render(<MemoryRouter><YourComponent /></MemoryRouter>);
  });
  expect(screen.queryByTestId('album-1')?.textContent ?? '').toBe(''); // added
  expect(screen.queryByTestId('sort-failure')?.textContent ?? '').toBe(''); // added
  await act(async () => {
    fireEvent.change(screen.getByTestId('sort-select'), { target: { value: 'date' } });
  });
  await act(async () => {
    fireEvent.click(screen.getByTestId('sort-button'));
  });

  expect(fetchMock.calls('/api/albums?sortBy=date')).toHaveLength(1);
  expect(screen.getByTestId('album-1')).toBeInTheDocument();
  expect(screen.queryByTestId('sort-failure')?.textContent ?? '').toBe(''); // added
}, 10000);

test('Album Sorting: failure', async () => {
  fetchMock.get('/api/albums?sortBy=date', { throws: new Error('Sort Failed') });

  await act(async () => {
    render(<MemoryRouter><YourComponent /></MemoryRouter>);
  });
  expect(screen.queryByTestId('album-1')?.textContent ?? '').toBe(''); // added
  expect(screen.queryByTestId('sort-failure')?.textContent ?? '').toBe(''); // added
  await act(async () => {
    fireEvent.change(screen.getByTestId('sort-select'), { target: { value: 'date' } });
  });
  await act(async () => {
    fireEvent.click(screen.getByTestId('sort-button'));
  });

  expect(fetchMock.calls('/api/albums?sortBy=date')).toHaveLength(1);
  expect(screen.getByTestId('sort-failure')).toBeInTheDocument();
  expect(screen.queryByTestId('album-1')?.textContent ?? '').toBe(''); // added
}, 10000);

// added: after a failure, a success takes its message away. It counts only if the page lets one try again.
test('Album Sorting: success, after a failure', async () => {
  fetchMock.get('/api/albums?sortBy=date', { throws: new Error('Sort Failed') });

  await act(async () => {
    render(<MemoryRouter><YourComponent /></MemoryRouter>);
  });
  await act(async () => {
    fireEvent.change(screen.getByTestId('sort-select'), { target: { value: 'date' } });
  });
  await act(async () => {
    fireEvent.click(screen.getByTestId('sort-button'));
  });

  fetchMock.reset();
  fetchMock.get('/api/albums?sortBy=date', { body: [{ id: 1, name: 'Album1' }] });
  if (screen.queryAllByTestId('sort-select').length !== 1) return;
  await act(async () => {
    fireEvent.change(screen.getByTestId('sort-select'), { target: { value: 'date' } });
  });
  if (screen.queryAllByTestId('sort-button').length !== 1) return;
  await act(async () => {
    fireEvent.click(screen.getByTestId('sort-button'));
  });

  if (screen.queryAllByTestId('album-1').some(({ textContent }) => textContent)) expect(screen.queryByTestId('sort-failure')?.textContent ?? '').toBe('');
}, 10000);

// added: the page shows what the server answered.
test('Album Sorting: success, not before the answer', async () => {
  let answer;
  fetchMock.get('/api/albums?sortBy=date', new Promise((resolve) => { answer = resolve; }));

  await act(async () => {
    render(<MemoryRouter><YourComponent /></MemoryRouter>);
  });
  await act(async () => {
    fireEvent.change(screen.getByTestId('sort-select'), { target: { value: 'date' } });
  });
  await act(async () => {
    fireEvent.click(screen.getByTestId('sort-button'));
  });
  await act(async () => { answer({ body: [{ id: 7, name: 'Summer' }, { id: 8, name: 'Winter' }] }); });

  expect(screen.getByTestId('album-7')).toBeInTheDocument();
  expect(screen.getByTestId('album-8')).toBeInTheDocument();
}, 10000);
