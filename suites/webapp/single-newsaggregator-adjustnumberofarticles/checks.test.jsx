import React from 'react';
import { render, screen, act, fireEvent } from '@testing-library/react';
import { MemoryRouter } from 'react-router-dom';
import fetchMock from 'fetch-mock';
import '@testing-library/jest-dom';
import NewsPlatform from './adjustNumberOfArticles';

afterEach(() => {
  fetchMock.reset();
  fetchMock.restore();
});

test('adjusts the number of articles shown successfully', async () => {
  fetchMock.get('/api/articles?limit=10', { status: 200, body: Array.from({ length: 10 }, (_, i) => ({ id: i, title: `Article ${i}` })) });

  await act(async () => { render(<MemoryRouter><NewsPlatform /></MemoryRouter>); });
  expect(screen.queryByText('Article 0')).toBeNull(); // added
  expect(screen.queryByText('Failed to adjust the number of articles')).toBeNull(); // added
  await act(async () => { fireEvent.change(screen.getByTestId('articles-limit-input'), { target: { value: '10' } }); });
  await act(async () => { fireEvent.click(screen.getByTestId('adjust-articles-button')); });

  expect(fetchMock.calls()).toHaveLength(1);
  Array.from({ length: 10 }, (_, i) => `Article ${i}`).forEach(title => expect(screen.getByText(title)).toBeInTheDocument());
  expect(screen.queryByText('Failed to adjust the number of articles')).toBeNull(); // added
}, 10000);

test('fails to adjust the number of articles shown', async () => {
  fetchMock.get('/api/articles?limit=10', { status: 500 });

  await act(async () => { render(<MemoryRouter><NewsPlatform /></MemoryRouter>); });
  expect(screen.queryByText('Article 0')).toBeNull(); // added
  expect(screen.queryByText('Failed to adjust the number of articles')).toBeNull(); // added
  await act(async () => { fireEvent.change(screen.getByTestId('articles-limit-input'), { target: { value: '10' } }); });
  await act(async () => { fireEvent.click(screen.getByTestId('adjust-articles-button')); });

  expect(fetchMock.calls()).toHaveLength(1);
  expect(screen.getByText('Failed to adjust the number of articles')).toBeInTheDocument();
  expect(screen.queryByText('Article 0')).toBeNull(); // added
}, 10000);

// added: after a failure, a success takes its message away. It counts only if the page lets one try again.
test('adjusts the number of articles shown successfully, after a failure', async () => {
  fetchMock.get('/api/articles?limit=10', { status: 500 });

  await act(async () => { render(<MemoryRouter><NewsPlatform /></MemoryRouter>); });
  await act(async () => { fireEvent.change(screen.getByTestId('articles-limit-input'), { target: { value: '10' } }); });
  await act(async () => { fireEvent.click(screen.getByTestId('adjust-articles-button')); });

  fetchMock.reset();
  fetchMock.get('/api/articles?limit=10', { status: 200, body: Array.from({ length: 10 }, (_, i) => ({ id: i, title: `Article ${i}` })) });
  if (screen.queryAllByTestId('articles-limit-input').length !== 1) return;
  await act(async () => { fireEvent.change(screen.getByTestId('articles-limit-input'), { target: { value: '10' } }); });
  if (screen.queryAllByTestId('adjust-articles-button').length !== 1) return;
  await act(async () => { fireEvent.click(screen.getByTestId('adjust-articles-button')); });

  if (screen.queryAllByText('Article 0').length) expect(screen.queryByText('Failed to adjust the number of articles')).toBeNull();
}, 10000);

// added: no message before the server answers. Then the page shows what the server answered.
test('adjusts the number of articles shown successfully, not before the answer', async () => {
  let answer;
  fetchMock.get('/api/articles?limit=20', new Promise((resolve) => { answer = resolve; }));

  await act(async () => { render(<MemoryRouter><NewsPlatform /></MemoryRouter>); });
  await act(async () => { fireEvent.change(screen.getByTestId('articles-limit-input'), { target: { value: '20' } }); });
  if (screen.getByTestId('articles-limit-input').value !== '20') return; // the page offers other choices
  await act(async () => { fireEvent.click(screen.getByTestId('adjust-articles-button')); });
  expect(screen.queryByText('Article 0')).toBeNull();
  expect(screen.queryByText('Failed to adjust the number of articles')).toBeNull();
  await act(async () => { answer({ status: 200, body: Array.from({ length: 4 }, (_, i) => ({ id: i, title: `Article ${i}` })) }); });

  Array.from({ length: 4 }, (_, i) => `Article ${i}`).forEach(title => expect(screen.getByText(title)).toBeInTheDocument());
}, 10000);
