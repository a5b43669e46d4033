import React from 'react';
import { render, screen, act, fireEvent } from '@testing-library/react';
import { MemoryRouter } from 'react-router-dom';
import fetchMock from 'fetch-mock';
import '@testing-library/jest-dom';
import SearchComponent from './contentSearch';

afterEach(() => {
  fetchMock.reset();
  fetchMock.restore();
});

test('Successfully searches and displays posts.', async () => {
  fetchMock.post('/api/search', {
    status: 200, body: [{ id: 1, content: 'Search result' }]
  });

  await act(async () => {
    render(<MemoryRouter><SearchComponent /></MemoryRouter>);
  });
  expect(screen.queryByText('Search result')).toBeNull(); // added
  expect(screen.queryByText('Invalid search query')).toBeNull(); // added
  await act(async () => {
    fireEvent.change(screen.getByPlaceholderText('Search'), { target: { value: 'test' } });
  });
  await act(async () => {
    fireEvent.click(screen.getByText('Search'));
  });

  expect(fetchMock.calls()).toHaveLength(1);
  expect(screen.getByText('Search result')).toBeInTheDocument();
  expect(screen.queryByText('Invalid search query')).toBeNull(); // added
}, 10000);

test('Shows error message for invalid search query.', async () => {
  fetchMock.post('/api/search', {
    status: 400, body: { message: 'Invalid search query' }
  });

  await act(async () => {
    render(<MemoryRouter><SearchComponent /></MemoryRouter>);
  });
  expect(screen.queryByText('Search result')).toBeNull(); // added
  expect(screen.queryByText('Invalid search query')).toBeNull(); // added
  await act(async () => {
    fireEvent.change(screen.getByPlaceholderText('Search'), { target: { value: '' } });
  });
  await act(async () => {
    fireEvent.click(screen.getByText('Search'));
  });

  expect(fetchMock.calls()).toHaveLength(1);
  expect(screen.getByText('Invalid search query')).toBeInTheDocument();
  expect(screen.queryByText('Search result')).toBeNull(); // added
}, 10000);

// added: after a failure, a success takes its message away. It counts only if the page lets one try again.
test('Successfully searches and displays posts, after a failure', async () => {
  fetchMock.post('/api/search', {
    status: 400, body: { message: 'Invalid search query' }
  });

  await act(async () => {
    render(<MemoryRouter><SearchComponent /></MemoryRouter>);
  });
  await act(async () => {
    fireEvent.change(screen.getByPlaceholderText('Search'), { target: { value: '' } });
  });
  await act(async () => {
    fireEvent.click(screen.getByText('Search'));
  });

  fetchMock.reset();
  fetchMock.post('/api/search', {
    status: 200, body: [{ id: 1, content: 'Search result' }]
  });
  if (screen.queryAllByPlaceholderText('Search').length !== 1) return;
  await act(async () => {
    fireEvent.change(screen.getByPlaceholderText('Search'), { target: { value: 'test' } });
  });
  if (screen.queryAllByText('Search').length !== 1) return;
  await act(async () => {
    fireEvent.click(screen.getByText('Search'));
  });

  if (screen.queryAllByText('Search result').length) expect(screen.queryByText('Invalid search query')).toBeNull();
}, 10000);

// added: no message before the server answers. Then the page shows what the server answered.
test('Successfully searches and displays posts, not before the answer', async () => {
  let answer;
  fetchMock.post('/api/search', new Promise((resolve) => { answer = resolve; }));

  await act(async () => {
    render(<MemoryRouter><SearchComponent /></MemoryRouter>);
  });
  await act(async () => {
    fireEvent.change(screen.getByPlaceholderText('Search'), { target: { value: 'test' } });
  });
  await act(async () => {
    fireEvent.click(screen.getByText('Search'));
  });
  expect(screen.queryByText('First post')).toBeNull();
  expect(screen.queryByText('Invalid search query')).toBeNull();
  await act(async () => { answer({
    status: 200, body: [{ id: 2, content: 'First post' }, { id: 3, content: 'Second post' }]
  }); });

  expect(screen.getByText('First post')).toBeInTheDocument();
  expect(screen.getByText('Second post')).toBeInTheDocument();
}, 10000);
