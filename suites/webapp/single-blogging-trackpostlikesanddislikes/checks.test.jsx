import React from 'react';
import { render, screen, act, fireEvent } from '@testing-library/react';
import { MemoryRouter } from 'react-router-dom';
import fetchMock from 'fetch-mock';
import '@testing-library/jest-dom';
import TrackPostLikesDislikes from './trackPostLikesAndDislikes';

afterEach(() => {
  fetchMock.reset();
  fetchMock.restore();
});

test('successfully tracks post likes and dislikes', async () => {
  fetchMock.post('/api/trackPostLikesDislikes', { status: 200 });

  await act(async () => { render(<MemoryRouter><TrackPostLikesDislikes postId="1" /></MemoryRouter>); });
  expect(screen.queryByText('Likes: 1')).toBeNull(); // added
  expect(screen.queryByText('Dislikes: 1')).toBeNull(); // added
  expect(screen.queryByText('Error tracking likes and dislikes')).toBeNull(); // added
  await act(async () => { fireEvent.click(screen.getByText('Like Post')); });

  expect(fetchMock.calls('/api/trackPostLikesDislikes')).toHaveLength(1);
  expect(fetchMock.calls('/api/trackPostLikesDislikes')[0][1].body).toContain('"postId":"1"');
  expect(screen.getByText('Likes: 1')).toBeInTheDocument();
  await act(async () => { fireEvent.click(screen.getByText('Dislike Post')); });
  expect(screen.getByText('Dislikes: 1')).toBeInTheDocument();
  expect(screen.queryByText('Error tracking likes and dislikes')).toBeNull(); // added
}, 10000);

test('fails to track post likes and dislikes with an error message', async () => {
  fetchMock.post('/api/trackPostLikesDislikes', { status: 500, body: { message: 'Server Error' } });

  await act(async () => { render(<MemoryRouter><TrackPostLikesDislikes postId="1" /></MemoryRouter>); });
  expect(screen.queryByText('Likes: 1')).toBeNull(); // added
  expect(screen.queryByText('Dislikes: 1')).toBeNull(); // added
  expect(screen.queryByText('Error tracking likes and dislikes')).toBeNull(); // added
  await act(async () => { fireEvent.click(screen.getByText('Like Post')); });

  expect(fetchMock.calls('/api/trackPostLikesDislikes')).toHaveLength(1);
  expect(screen.getByText('Error tracking likes and dislikes')).toBeInTheDocument();
  expect(screen.queryByText('Likes: 1')).toBeNull(); // added
  expect(screen.queryByText('Dislikes: 1')).toBeNull(); // added
}, 10000);

// added: after a failure, a success takes its message away. It counts only if the page lets one try again.
test('successfully tracks post likes and dislikes, after a failure', async () => {
  fetchMock.post('/api/trackPostLikesDislikes', { status: 500, body: { message: 'Server Error' } });

  await act(async () => { render(<MemoryRouter><TrackPostLikesDislikes postId="1" /></MemoryRouter>); });
  await act(async () => { fireEvent.click(screen.getByText('Like Post')); });

  fetchMock.reset();
  fetchMock.post('/api/trackPostLikesDislikes', { status: 200 });
  if (screen.queryAllByText('Like Post').length !== 1) return;
  await act(async () => { fireEvent.click(screen.getByText('Like Post')); });
  if (screen.queryAllByText('Dislike Post').length !== 1) return;
  await act(async () => { fireEvent.click(screen.getByText('Dislike Post')); });

  if (screen.queryAllByText('Likes: 1').length && screen.queryAllByText('Dislikes: 1').length) expect(screen.queryByText('Error tracking likes and dislikes')).toBeNull();
}, 10000);

// added: no message before the server answers.
test('successfully tracks post likes and dislikes, not before the answer', async () => {
  let answer;
  fetchMock.post('/api/trackPostLikesDislikes', new Promise((resolve) => { answer = resolve; }));

  await act(async () => { render(<MemoryRouter><TrackPostLikesDislikes postId="1" /></MemoryRouter>); });
  await act(async () => { fireEvent.click(screen.getByText('Like Post')); });
  expect(screen.queryByText('Error tracking likes and dislikes')).toBeNull();
  await act(async () => { answer({ status: 200 }); });

  expect(screen.getByText('Likes: 1')).toBeInTheDocument();
}, 10000);
