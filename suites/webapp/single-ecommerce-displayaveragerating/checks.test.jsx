import React from 'react';
import { render, screen, act, fireEvent } from '@testing-library/react';
import { MemoryRouter } from 'react-router-dom';
import fetchMock from 'fetch-mock';
import '@testing-library/jest-dom';
import DisplayAverageRating from './displayAverageRating';

afterEach(() => {
  fetchMock.reset();
  fetchMock.restore();
});

test('Displaying average product rating should show correct value', async () => {
  fetchMock.get('/api/reviews/average?productId=123', { averageRating: 4.5 });

  await act(async () => { render(<MemoryRouter><DisplayAverageRating productId="123" /></MemoryRouter>); });

  expect(fetchMock.calls('/api/reviews/average?productId=123')).toHaveLength(1);
  expect(screen.getByText('Average Rating: 4.5')).toBeInTheDocument();
  expect(screen.queryByText('Failed to load average rating')).toBeNull(); // added
}, 10000);

test('Displaying average product rating should fail to fetch data', async () => {
  fetchMock.get('/api/reviews/average?productId=123', { status: 500 });

  await act(async () => { render(<MemoryRouter><DisplayAverageRating productId="123" /></MemoryRouter>); });

  expect(fetchMock.calls('/api/reviews/average?productId=123')).toHaveLength(1);
  expect(screen.getByText('Failed to load average rating')).toBeInTheDocument();
  expect(screen.queryByText('Average Rating: 4.5')).toBeNull(); // added
}, 10000);

// added: no message before the server answers. Then the page shows what the server answered.
test('Displaying average product rating should show correct value, not before the answer', async () => {
  let answer;
  fetchMock.get('/api/reviews/average?productId=7', new Promise((resolve) => { answer = resolve; }));

  await act(async () => { render(<MemoryRouter><DisplayAverageRating productId="7" /></MemoryRouter>); });
  expect(screen.queryByText('Failed to load average rating')).toBeNull();
  await act(async () => { answer({ averageRating: 3.2 }); });

  expect(screen.getByText('Average Rating: 3.2')).toBeInTheDocument();
}, 10000);
