import React from 'react';
import { render, screen, act, fireEvent } from '@testing-library/react';
import { MemoryRouter } from 'react-router-dom';
import fetchMock from 'fetch-mock';
import '@testing-library/jest-dom';
import YourComponent from './createBlogPost';

afterEach(() => {
  fetchMock.reset();
  fetchMock.restore();
});

test('Success: create a new blog post', async () => {
  fetchMock.post('/api/createPost', { status: 200, body: { id: 1, title: 'New Post', content: 'Some content' } });

  await act(async () => {
    render(<MemoryRouter><YourComponent /></MemoryRouter>);
  });
  expect(screen.queryByText('New Post')).toBeNull(); // added
  expect(screen.queryByText('Title cannot be empty')).toBeNull(); // added
  await act(async () => {
    fireEvent.change(screen.getByLabelText(/title/i), { target: { value: 'New Post' } });
    fireEvent.change(screen.getByLabelText(/content/i), { target: { value: 'Some content' } });
  });
  await act(async () => {
    fireEvent.click(screen.getByText(/create/i));
  });

  expect(fetchMock.calls()).toHaveLength(1);
  expect(screen.getByText('New Post')).toBeInTheDocument();
  expect(screen.queryByText('Title cannot be empty')).toBeNull(); // added
}, 10000);

test('Failure: create a new blog post with an empty title', async () => {
  fetchMock.post('/api/createPost', { status: 400, body: { error: 'Title cannot be empty' } });

  await act(async () => {
    render(<MemoryRouter><YourComponent /></MemoryRouter>);
  });
  expect(screen.queryByText('New Post')).toBeNull(); // added
  expect(screen.queryByText('Title cannot be empty')).toBeNull(); // added
  await act(async () => {
    fireEvent.change(screen.getByLabelText(/content/i), { target: { value: 'Some content' } });
  });
  await act(async () => {
    fireEvent.click(screen.getByText(/create/i));
  });

  expect(fetchMock.calls()).toHaveLength(1);
  expect(screen.getByText('Title cannot be empty')).toBeInTheDocument();
  expect(screen.queryByText('New Post')).toBeNull(); // added
}, 10000);

// added: after a failure, a success takes its message away. It counts only if the page lets one try again.
test('Success: create a new blog post, after a failure', async () => {
  fetchMock.post('/api/createPost', { status: 400, body: { error: 'Title cannot be empty' } });

  await act(async () => {
    render(<MemoryRouter><YourComponent /></MemoryRouter>);
  });
  await act(async () => {
    fireEvent.change(screen.getByLabelText(/content/i), { target: { value: 'Some content' } });
  });
  await act(async () => {
    fireEvent.click(screen.getByText(/create/i));
  });

  fetchMock.reset();
  fetchMock.post('/api/createPost', { status: 200, body: { id: 1, title: 'New Post', content: 'Some content' } });
  if (screen.queryAllByLabelText(/title/i).length !== 1) return;
  if (screen.queryAllByLabelText(/content/i).length !== 1) return;
  await act(async () => {
    fireEvent.change(screen.getByLabelText(/title/i), { target: { value: 'New Post' } });
    fireEvent.change(screen.getByLabelText(/content/i), { target: { value: 'Some content' } });
  });
  if (screen.queryAllByText(/create/i).length !== 1) return;
  await act(async () => {
    fireEvent.click(screen.getByText(/create/i));
  });

  if (screen.queryAllByText('New Post').length) expect(screen.queryByText('Title cannot be empty')).toBeNull();
}, 10000);

// added: no message before the server answers. Then the page shows what the server answered.
test('Success: create a new blog post, not before the answer', async () => {
  let answer;
  fetchMock.post('/api/createPost', new Promise((resolve) => { answer = resolve; }));

  await act(async () => {
    render(<MemoryRouter><YourComponent /></MemoryRouter>);
  });
  await act(async () => {
    fireEvent.change(screen.getByLabelText(/title/i), { target: { value: 'Second Post' } });
    fireEvent.change(screen.getByLabelText(/content/i), { target: { value: 'Some content' } });
  });
  await act(async () => {
    fireEvent.click(screen.getByText(/create/i));
  });
  expect(screen.queryByText('Second Post')).toBeNull();
  expect(screen.queryByText('Title cannot be empty')).toBeNull();
  await act(async () => { answer({ status: 200, body: { id: 1, title: 'Second Post', content: 'Some content' } }); });

  expect(screen.getByText('Second Post')).toBeInTheDocument();
}, 10000);
