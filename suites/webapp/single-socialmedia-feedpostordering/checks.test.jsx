import React from 'react';
import { render, screen, act, fireEvent } from '@testing-library/react';
import { MemoryRouter } from 'react-router-dom';
import fetchMock from 'fetch-mock';
import '@testing-library/jest-dom';
import OrderComponent from './feedPostOrdering';

afterEach(() => {
  fetchMock.reset();
  fetchMock.restore();
});

test('Successfully orders posts in feed.', async () => {
  fetchMock.get('/api/feed?order=popular', {
    status: 200, body: [{ id: 1, content: 'Most popular post' }]
  });

  await act(async () => {
    render(<MemoryRouter><OrderComponent /></MemoryRouter>);
  });
  expect(screen.queryByText('Most popular post')).toBeNull(); // added
  expect(screen.queryByText('Failed to order posts')).toBeNull(); // added
  await act(async () => {
    fireEvent.change(screen.getByLabelText('Order By'), { target: { value: 'popular' } });
  });

  expect(fetchMock.calls()).toHaveLength(1);
  expect(screen.getByText('Most popular post')).toBeInTheDocument();
  expect(screen.queryByText('Failed to order posts')).toBeNull(); // added
}, 10000);

test('Shows error message when ordering posts fails.', async () => {
  fetchMock.get('/api/feed?order=popular', {
    status: 500, body: { message: 'Failed to order posts' }
  });

  await act(async () => {
    render(<MemoryRouter><OrderComponent /></MemoryRouter>);
  });
  expect(screen.queryByText('Most popular post')).toBeNull(); // added
  expect(screen.queryByText('Failed to order posts')).toBeNull(); // added
  await act(async () => {
    fireEvent.change(screen.getByLabelText('Order By'), { target: { value: 'popular' } });
  });

  expect(fetchMock.calls()).toHaveLength(1);
  expect(screen.getByText('Failed to order posts')).toBeInTheDocument();
  expect(screen.queryByText('Most popular post')).toBeNull(); // added
}, 10000);

// added: after a failure, a success takes its message away. It counts only if the page lets one try again.
test('Successfully orders posts in feed, after a failure', async () => {
  fetchMock.get('/api/feed?order=popular', {
    status: 500, body: { message: 'Failed to order posts' }
  });

  await act(async () => {
    render(<MemoryRouter><OrderComponent /></MemoryRouter>);
  });
  await act(async () => {
    fireEvent.change(screen.getByLabelText('Order By'), { target: { value: 'popular' } });
  });

  fetchMock.reset();
  fetchMock.get('/api/feed?order=popular', {
    status: 200, body: [{ id: 1, content: 'Most popular post' }]
  });
  if (screen.queryAllByLabelText('Order By').length !== 1) return;
  await act(async () => {
    fireEvent.change(screen.getByLabelText('Order By'), { target: { value: 'popular' } });
  });

  if (screen.queryAllByText('Most popular post').length) expect(screen.queryByText('Failed to order posts')).toBeNull();
}, 10000);

// added: no message before the server answers. Then the page shows what the server answered.
test('Successfully orders posts in feed, not before the answer', async () => {
  let answer;
  fetchMock.get('/api/feed?order=popular', new Promise((resolve) => { answer = resolve; }));

  await act(async () => {
    render(<MemoryRouter><OrderComponent /></MemoryRouter>);
  });
  await act(async () => {
    fireEvent.change(screen.getByLabelText('Order By'), { target: { value: 'popular' } });
  });
  expect(screen.queryByText('First post')).toBeNull();
  expect(screen.queryByText('Failed to order posts')).toBeNull();
  await act(async () => { answer({
    status: 200, body: [{ id: 2, content: 'First post' }, { id: 3, content: 'Second post' }]
  }); });

  expect(screen.getByText('First post')).toBeInTheDocument();
  expect(screen.getByText('Second post')).toBeInTheDocument();
}, 10000);
