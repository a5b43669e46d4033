import React from 'react';
import { render, screen, act, fireEvent } from '@testing-library/react';
import { MemoryRouter } from 'react-router-dom';
import fetchMock from 'fetch-mock';
import '@testing-library/jest-dom';
import HomePage from './displayArticleMetadata';

afterEach(() => {
  fetchMock.reset();
  fetchMock.restore();
});

test('Displays article metadata successfully', async () => {
  fetchMock.get('/api/articles', { status: 200, body: [{ id: 1, author: 'Author', date: 'Date', source: 'Source' }] });

  await act(async () => { render(<MemoryRouter><HomePage /></MemoryRouter>); });

  expect(fetchMock.calls()).toHaveLength(1);
  expect(screen.getByText('Author')).toBeInTheDocument();
  expect(screen.getByText('Date')).toBeInTheDocument();
  expect(screen.getByText('Source')).toBeInTheDocument();
  expect(screen.queryByText('Failed to load article metadata')).toBeNull(); // added
}, 10000);

test('Fails to display article metadata', async () => {
  fetchMock.get('/api/articles', { status: 500 });

  await act(async () => { render(<MemoryRouter><HomePage /></MemoryRouter>); });

  expect(fetchMock.calls()).toHaveLength(1);
  expect(screen.getByText('Failed to load article metadata')).toBeInTheDocument();
  expect(screen.queryByText('Author')).toBeNull(); // added
  expect(screen.queryByText('Date')).toBeNull(); // added
  expect(screen.queryByText('Source')).toBeNull(); // added
}, 10000);

// added: no message before the server answers. Then the page shows what the server answered.
test('Displays article metadata successfully, not before the answer', async () => {
  let answer;
  fetchMock.get('/api/articles', new Promise((resolve) => { answer = resolve; }));

  await act(async () => { render(<MemoryRouter><HomePage /></MemoryRouter>); });
  expect(screen.queryByText('Failed to load article metadata')).toBeNull();
  await act(async () => { answer({ status: 200, body: [{ id: 2, author: 'Ada', date: 'Monday', source: 'Herald' }, { id: 3, author: 'Ben', date: 'Tuesday', source: 'Times' }] }); });

  expect(screen.getByText('Ada')).toBeInTheDocument();
  expect(screen.getByText('Monday')).toBeInTheDocument();
  expect(screen.getByText('Herald')).toBeInTheDocument();
  expect(screen.getByText('Ben')).toBeInTheDocument();
  expect(screen.getByText('Tuesday')).toBeInTheDocument();
  expect(screen.getByText('Times')).toBeInTheDocument();
}, 10000);
