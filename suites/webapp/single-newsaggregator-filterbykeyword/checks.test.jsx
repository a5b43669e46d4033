import React from 'react';
import { render, screen, act, fireEvent } from '@testing-library/react';
import { MemoryRouter } from 'react-router-dom';
import fetchMock from 'fetch-mock';
import '@testing-library/jest-dom';
import HomePage from './filterByKeyword';

afterEach(() => {
  fetchMock.reset();
  fetchMock.restore();
});

test('Searches articles by keyword successfully', async () => {
  fetchMock.get('/api/articles?search=keyword', { status: 200, body: [{ id: 1, title: 'Test Keyword' }] });

  await act(async () => { render(<MemoryRouter><HomePage /></MemoryRouter>); });
  expect(screen.queryByText('Test Keyword')).toBeNull(); // added
  expect(screen.queryByText('No articles found for keyword')).toBeNull(); // added
  await act(async () => { fireEvent.change(screen.getByPlaceholderText('Search...'), { target: { value: 'keyword' } }); });
  await act(async () => { fireEvent.click(screen.getByText('Search')); });

  expect(fetchMock.calls()).toHaveLength(1);
  expect(screen.getByText('Test Keyword')).toBeInTheDocument();
  expect(screen.queryByText('No articles found for keyword')).toBeNull(); // added
}, 10000);

test('Fails to search articles by keyword', async () => {
  fetchMock.get('/api/articles?search=keyword', { status: 500 });

  await act(async () => { render(<MemoryRouter><HomePage /></MemoryRouter>); });
  expect(screen.queryByText('Test Keyword')).toBeNull(); // added
  expect(screen.queryByText('No articles found for keyword')).toBeNull(); // added
  await act(async () => { fireEvent.change(screen.getByPlaceholderText('Search...'), { target: { value: 'keyword' } }); });
  await act(async () => { fireEvent.click(screen.getByText('Search')); });

  expect(fetchMock.calls()).toHaveLength(1);
  expect(screen.getByText('No articles found for keyword')).toBeInTheDocument();
  expect(screen.queryByText('Test Keyword')).toBeNull(); // added
}, 10000);

// added: after a failure, a success takes its message away. It counts only if the page lets one try again.
test('Searches articles by keyword successfully, after a failure', async () => {
  fetchMock.get('/api/articles?search=keyword', { status: 500 });

  await act(async () => { render(<MemoryRouter><HomePage /></MemoryRouter>); });
  await act(async () => { fireEvent.change(screen.getByPlaceholderText('Search...'), { target: { value: 'keyword' } }); });
  await act(async () => { fireEvent.click(screen.getByText('Search')); });

  fetchMock.reset();
  fetchMock.get('/api/articles?search=keyword', { status: 200, body: [{ id: 1, title: 'Test Keyword' }] });
  if (screen.queryAllByPlaceholderText('Search...').length !== 1) return;
  await act(async () => { fireEvent.change(screen.getByPlaceholderText('Search...'), { target: { value: 'keyword' } }); });
  if (screen.queryAllByText('Search').length !== 1) return;
  await act(async () => { fireEvent.click(screen.getByText('Search')); });

  if (screen.queryAllByText('Test Keyword').length) expect(screen.queryByText('No articles found for keyword')).toBeNull();
}, 10000);

// added: no message before the server answers. Then the page shows what the server answered.
test('Searches articles by keyword successfully, not before the answer', async () => {
  let answer;
  fetchMock.get('/api/articles?search=moon', new Promise((resolve) => { answer = resolve; }));

  await act(async () => { render(<MemoryRouter><HomePage /></MemoryRouter>); });
  await act(async () => { fireEvent.change(screen.getByPlaceholderText('Search...'), { target: { value: 'moon' } }); });
  if (screen.getByPlaceholderText('Search...').value !== 'moon') return; // the page offers other choices
  await act(async () => { fireEvent.click(screen.getByText('Search')); });
  expect(screen.queryByText('Full Moon')).toBeNull();
  expect(screen.queryByText('No articles found for keyword')).toBeNull();
  await act(async () => { answer({ status: 200, body: [{ id: 2, title: 'Full Moon' }, { id: 3, title: 'Half Moon' }] }); });

  expect(screen.getByText('Full Moon')).toBeInTheDocument();
  expect(screen.getByText('Half Moon')).toBeInTheDocument();
}, 10000);
